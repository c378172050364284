using Inventory.Memory.MemoryBenchmark.Measuring;

namespace Inventory.Memory.MemoryBenchmark.Environments;

/// <summary>One strategy in one environment.</summary>
internal sealed record EnvironmentRow
{
    /// <summary>Above this share of the limit there is no room for a larger page or item.</summary>
    private const double Tight = 0.9;
    private const double Comfortable = 0.5;

    public required string Key { get; init; }

    public required string Title { get; init; }

    public required long LimitMiB { get; init; }

    public required string LimitKind { get; init; }

    public required string Outcome { get; init; }

    public required double Seconds { get; init; }

    public required long PeakBytes { get; init; }

    public required long ContainerPeakBytes { get; init; }

    public required long AverageBytes { get; init; }

    public required long MinimumBytes { get; init; }

    public required long Resources { get; init; }

    public required string Collections { get; init; }

    /// <summary>What the process said on standard error: the guide's lines, and why it stopped.</summary>
    public required IReadOnlyList<string> Lines { get; init; }

    /// <summary>The course over time, where it is drawn.</summary>
    public required IReadOnlyList<MemoryPoint> Points { get; init; }

    public string Verdict() => Outcome switch
    {
        Environments.Outcome.Completed => Share() switch
        {
            > Tight => "fits, tight",
            > Comfortable => "fits",
            _ => "fits with room",
        },
        Environments.Outcome.StoppedItself => "too small; ended in order and said why",
        _ => "too small; work lost",
    };

    private double Share() => (ContainerPeakBytes > 0 ? ContainerPeakBytes : PeakBytes) / (double)(LimitMiB << 20);
}
