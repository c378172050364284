namespace Inventory.Memory.Monitoring;

/// <summary>What a <see cref="MemoryMonitor"/> measures against and how often. Copied when a monitor is made.</summary>
public sealed class MemoryMonitorOptions
{
    /// <summary>
    /// Default of <see cref="SamplingInterval"/>, in milliseconds: a sample of about 5 us costs 0.005 % there.
    /// </summary>
    public const int DefaultSamplingIntervalMilliseconds = 100;

    /// <summary>Gets or sets a limit for the process's resident memory, in bytes.</summary>
    /// <value>Default: null, none. Must be above 0.</value>
    public long? LimitBytes { get; set; }

    /// <summary>
    /// Gets or sets a limit for resident memory as a percentage of the tightest limit that is found on the machine
    /// (container, address space, host). With <see cref="LimitBytes"/> set as well, the lower of the two counts.
    /// </summary>
    /// <value>Default: null, none. Above 0, at most 100.</value>
    public double? LimitPercent { get; set; }

    /// <summary>
    /// Gets or sets the time between background samples far from a limit. From 80 % of a limit on it is a quarter of
    /// that, from 90 % on a tenth, never below 10 ms.
    /// </summary>
    /// <value>Default: 100 ms. From 10 ms to 1 hour.</value>
    public TimeSpan SamplingInterval { get; set; } = TimeSpan.FromMilliseconds(DefaultSamplingIntervalMilliseconds);

    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names both.</exception>
    internal MemoryMonitorOptions Snapshot()
    {
        foreach (var problem in FindProblems())
            throw problem.ToException(nameof(MemoryMonitorOptions));
        return (MemoryMonitorOptions)MemberwiseClone();
    }

    /// <summary>The rules, for the constructor of a monitor and for the validation of options alike.</summary>
    internal IEnumerable<OptionProblem> FindProblems()
    {
        if (LimitBytes is <= 0)
            yield return new(nameof(LimitBytes), LimitBytes, "must be above 0");
        if (LimitPercent is { } percent && !(percent > 0 && percent <= 100))
            yield return new(nameof(LimitPercent), percent, "must be above 0 and at most 100");
        if (SamplingInterval < TimeSpan.FromMilliseconds(10) || SamplingInterval > TimeSpan.FromHours(1))
            yield return new(nameof(SamplingInterval), SamplingInterval, "must be from 10 ms to 1 hour");
    }
}
