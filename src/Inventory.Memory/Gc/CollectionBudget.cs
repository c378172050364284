namespace Inventory.Memory.Gc;

/// <summary>
/// Keeps forced collections to a share of the time: time is saved up at that share and spent by each collection; while
/// nothing is left there is none. The OpenTelemetry collector's limiter, without one, once spent 70 % of 16 cores.
/// </summary>
/// <param name="share">Share of the time, above 0 and at most 1.</param>
internal sealed class CollectionBudget(double share)
{
    /// <summary>So much at the start: the first collection must not wait.</summary>
    private static readonly TimeSpan s_initial = TimeSpan.FromMilliseconds(200);

    /// <summary>No more is saved up: a quiet hour must not pay for a storm.</summary>
    private static readonly TimeSpan s_most = TimeSpan.FromMilliseconds(500);

    private TimeSpan _left = s_initial;
    private TimeSpan _at;

    /// <summary>Gets or sets the share of the time, above 0 and at most 1.</summary>
    public double Share { get; set; } = share;

    public bool HasTime(TimeSpan now)
    {
        var earned = (now - _at) * Share;
        if (earned > TimeSpan.Zero)
        {
            _left = _left + earned < s_most ? _left + earned : s_most;
            _at = now;
        }

        return _left > TimeSpan.Zero;
    }

    /// <summary>What one collection took; it can leave a debt.</summary>
    public void Spend(TimeSpan duration) => _left -= duration;
}
