using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Gc;

/// <summary>Collects when the heap is a multiple of what the last collection left.</summary>
internal sealed class GrowthGcPolicy : GcPolicy
{
    internal const double DefaultFactor = 2;
    internal const long DefaultMinimumBytes = 32L << 20;
    private readonly double _factor;
    private readonly long _minimum;

    public GrowthGcPolicy(double factor, long minimumBytes)
    {
        if (!(factor > 1))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor must be above 1.");
        ArgumentOutOfRangeException.ThrowIfNegative(minimumBytes);
        (_factor, _minimum) = (factor, minimumBytes);
    }

    internal override GcDecision Decide(
        CollectionBoundary boundary, in MemorySample sample, in CollectionProgress sinceCollection)
    {
        var left = sample.HeapAfterCollectionBytes; // 0 before the first collection: only the minimum counts then
        return sample.HeapBytes - left >= _minimum && sample.HeapBytes >= left * _factor
            ? GcDecision.Collect($"the heap has grown from {ByteSize.Mb(left)} to {ByteSize.Mb(sample.HeapBytes)} since the last collection")
            : GcDecision.None;
    }
}
