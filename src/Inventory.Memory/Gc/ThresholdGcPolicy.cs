using System.Globalization;
using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Gc;

/// <summary>Collects when the pressing gauge passes a share of its limit.</summary>
internal sealed class ThresholdGcPolicy : GcPolicy
{
    internal const double DefaultThreshold = 0.80;

    /// <summary>How far below the threshold usage must fall to arm the policy again, by default: 8 points.</summary>
    private const double DefaultMargin = 0.08;

    /// <summary>A heap that fell little and climbs on deserves another try before the critical level.</summary>
    private const double Step = 0.05;

    private readonly double _threshold;
    private readonly double _rearm;
    private double _next;

    public ThresholdGcPolicy(double threshold, double? rearm)
    {
        if (!(threshold > 0 && threshold <= 1))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold must be above 0 and at most 1.");
        var lower = rearm ?? Math.Max(threshold - DefaultMargin, threshold / 2);
        if (!(lower > 0 && lower < threshold))
            throw new ArgumentOutOfRangeException(nameof(rearm), rearm, "The lower share must be above 0 and below the threshold.");
        (_threshold, _rearm, _next) = (threshold, lower, threshold);
    }

    internal override GcDecision Decide(
        CollectionBoundary boundary, in MemorySample sample, in CollectionProgress sinceCollection)
    {
        var ratio = sample.Pressing.Ratio;
        if (ratio < _rearm)
            _next = _threshold;
        if (ratio < _next)
            return GcDecision.None;
        _next = ratio + Step;
        return GcDecision.Collect(string.Create(
            CultureInfo.InvariantCulture,
            $"{ratio * 100:F0} % of the {sample.Pressing.Name} limit in use, threshold {_threshold * 100:F0} %"));
    }
}
