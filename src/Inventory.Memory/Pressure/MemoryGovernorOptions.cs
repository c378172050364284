using System.Globalization;
using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Pressure;

/// <summary>When a <see cref="MemoryGovernor"/> acts and how much. Copied when a governor is made.</summary>
public sealed class MemoryGovernorOptions
{
    /// <summary>Default of <see cref="ElevatedRatio"/>.</summary>
    public const double DefaultElevatedRatio = 0.80;

    /// <summary>Default of <see cref="CriticalRatio"/>.</summary>
    public const double DefaultCriticalRatio = 0.90;

    /// <summary>Default of <see cref="ExhaustedRatio"/>.</summary>
    public const double DefaultExhaustedRatio = 0.95;

    /// <summary>Default of <see cref="LeaveMargin"/>.</summary>
    public const double DefaultLeaveMargin = 0.05;

    /// <summary>Default of <see cref="CollectionTimeShare"/>.</summary>
    public const double DefaultCollectionTimeShare = 0.05;

    /// <summary>Default of <see cref="MinimumPageSize"/>.</summary>
    public const int DefaultMinimumPageSize = 10;

    /// <summary>Gets or sets whether to govern. Switched off, a check only records a sample.</summary>
    /// <value>Default: true.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Gets or sets the share of a limit at which memory is elevated.</summary>
    /// <value>Default: 0.80.</value>
    public double ElevatedRatio { get; set; } = DefaultElevatedRatio;

    /// <summary>Gets or sets the share of a limit at which memory is critical.</summary>
    /// <value>Default: 0.90.</value>
    public double CriticalRatio { get; set; } = DefaultCriticalRatio;

    /// <summary>
    /// Gets or sets the share of a limit that is not passed: above it runs stop and reservations are refused.
    /// </summary>
    /// <value>Default: 0.95. Elevated, critical and exhausted must rise; at most 1.</value>
    public double ExhaustedRatio { get; set; } = DefaultExhaustedRatio;

    /// <summary>Gets or sets how far usage must fall below a level's share to leave the level.</summary>
    /// <value>Default: 0.05. At least 0, below <see cref="ElevatedRatio"/>.</value>
    public double LeaveMargin { get; set; } = DefaultLeaveMargin;

    /// <summary>Gets or sets how long usage must stay below before a level is left.</summary>
    /// <value>Default: 1 s.</value>
    public TimeSpan Dwell { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Gets or sets how near in time the limit must be, at the present growth, for level elevated to begin early.
    /// </summary>
    /// <value>Default: 3 s. Zero switches prediction off.</value>
    public TimeSpan PredictionHorizon { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Gets or sets how long runs are held at critical, counted from the moment it was entered.</summary>
    /// <value>Default: 5 s. Zero never pauses.</value>
    public TimeSpan MaximumPause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets the share of time that forced collections may take.</summary>
    /// <value>Default: 0.05. Above 0, at most 1.</value>
    public double CollectionTimeShare { get; set; } = DefaultCollectionTimeShare;

    /// <summary>
    /// Gets or sets the least distance between two forced collections. One that gave little doubles it, up to 30 s.
    /// </summary>
    /// <value>Default: 1 s.</value>
    public TimeSpan CollectionDistance { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the page size that pressure does not go below.</summary>
    /// <value>Default: 10 items. At least 1.</value>
    public int MinimumPageSize { get; set; } = DefaultMinimumPageSize;

    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names it.</exception>
    internal MemoryGovernorOptions Snapshot()
    {
        foreach (var problem in FindProblems())
            throw problem.ToException(nameof(MemoryGovernorOptions));
        return (MemoryGovernorOptions)MemberwiseClone();
    }

    /// <summary>The rules, for the constructor of a governor and for the validation of options alike.</summary>
    internal IEnumerable<OptionProblem> FindProblems() => new (bool IsKept, OptionProblem Problem)[]
    {
        (ElevatedRatio > 0, new(nameof(ElevatedRatio), ElevatedRatio, "must be above 0")),
        (CriticalRatio > ElevatedRatio, new(nameof(CriticalRatio), CriticalRatio, string.Create(CultureInfo.InvariantCulture, $"must be above {nameof(ElevatedRatio)} ({ElevatedRatio})"))),
        (ExhaustedRatio > CriticalRatio, new(nameof(ExhaustedRatio), ExhaustedRatio, string.Create(CultureInfo.InvariantCulture, $"must be above {nameof(CriticalRatio)} ({CriticalRatio})"))),
        (ExhaustedRatio <= 1, new(nameof(ExhaustedRatio), ExhaustedRatio, "must be at most 1")),
        (LeaveMargin >= 0 && LeaveMargin < ElevatedRatio, new(nameof(LeaveMargin), LeaveMargin, string.Create(CultureInfo.InvariantCulture, $"must be at least 0 and below {nameof(ElevatedRatio)} ({ElevatedRatio})"))),
        (CollectionTimeShare > 0 && CollectionTimeShare <= 1, new(nameof(CollectionTimeShare), CollectionTimeShare, "must be above 0 and at most 1")),
        (MinimumPageSize >= 1, new(nameof(MinimumPageSize), MinimumPageSize, "must be at least 1")),
        (Dwell >= TimeSpan.Zero, new(nameof(Dwell), Dwell, "must not be negative")),
        (PredictionHorizon >= TimeSpan.Zero, new(nameof(PredictionHorizon), PredictionHorizon, "must not be negative")),
        (MaximumPause >= TimeSpan.Zero, new(nameof(MaximumPause), MaximumPause, "must not be negative")),
        (CollectionDistance >= TimeSpan.Zero, new(nameof(CollectionDistance), CollectionDistance, "must not be negative")),
    }.Where(static rule => !rule.IsKept).Select(static rule => rule.Problem);
}
