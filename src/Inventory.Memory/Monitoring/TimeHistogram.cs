using System.Numerics;

namespace Inventory.Memory.Monitoring;

/// <summary>
/// Time spent at each size, in buckets a 64th of a power of two apart: percentiles to 1.6 % in fixed memory (10 KiB).
/// </summary>
internal sealed class TimeHistogram
{
    private const int SubBits = 6;
    private const int SmallestPower = 20; // 1 MiB: no .NET process is smaller
    private const int LargestPower = 39; // up to 1 TiB
    private readonly double[] _weights = new double[(LargestPower - SmallestPower + 1) << SubBits];
    private double _total;

    public void Add(long bytes, double weight)
    {
        _weights[Index(bytes)] += weight;
        _total += weight;
    }

    /// <returns>The upper edge of the bucket in which the percentile lies; 0 when nothing was added.</returns>
    public long Percentile(double percent)
    {
        if (_total <= 0)
            return 0;
        var left = _total * percent / 100;
        var last = 0;
        for (var i = 0; i < _weights.Length; i++)
        {
            if (_weights[i] <= 0)
                continue;
            last = i;
            left -= _weights[i];
            if (left <= 0)
                break;
        }

        return UpperEdge(last);
    }

    private static int Index(long bytes)
    {
        if (bytes < 1L << SmallestPower)
            return 0;
        var power = BitOperations.Log2((ulong)bytes);
        if (power > LargestPower)
            return ((LargestPower - SmallestPower + 1) << SubBits) - 1;
        var sub = (int)(bytes >> (power - SubBits)) & ((1 << SubBits) - 1);
        return ((power - SmallestPower) << SubBits) + sub;
    }

    private static long UpperEdge(int index)
    {
        var power = (index >> SubBits) + SmallestPower;
        var sub = index & ((1 << SubBits) - 1);
        return (1L << power) + ((sub + 1L) << (power - SubBits));
    }
}
