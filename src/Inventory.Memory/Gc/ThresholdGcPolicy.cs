using System.Globalization;
using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Gc;

/// <summary>
/// Collects when the pressing gauge passes a share of its limit; then not again before usage has fallen below a lower
/// share, or has risen by a twentieth of the limit since.
/// </summary>
public sealed class ThresholdGcPolicy : GcPolicy
{
    /// <summary>Default threshold: 80 % of the limit.</summary>
    public const double DefaultThreshold = 0.80;

    /// <summary>How far below the threshold usage must fall to arm the policy again, by default: 8 points.</summary>
    public const double DefaultMargin = 0.08;

    /// <summary>A heap that fell little and climbs on deserves another try before the critical level.</summary>
    private const double Step = 0.05;

    private readonly double _threshold;
    private readonly double _rearm;
    private double _next;

    /// <summary>Makes the policy.</summary>
    /// <param name="threshold">Share of the limit from which on to collect: above 0, at most 1. Default: 0.80.</param>
    /// <param name="rearm">
    /// Share below which it is armed again: above 0, below the threshold. Default: threshold - 0.08, or half of a
    /// threshold below 0.16.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A share is out of its range.</exception>
    public ThresholdGcPolicy(double threshold = DefaultThreshold, double? rearm = null)
    {
        if (!(threshold > 0 && threshold <= 1))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold must be above 0 and at most 1.");
        var lower = rearm ?? Math.Max(threshold - DefaultMargin, threshold / 2);
        if (!(lower > 0 && lower < threshold))
            throw new ArgumentOutOfRangeException(nameof(rearm), rearm, "The lower share must be above 0 and below the threshold.");
        (_threshold, _rearm, _next) = (threshold, lower, threshold);
    }

    /// <inheritdoc/>
    protected override GcDecision DecideCore(
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
