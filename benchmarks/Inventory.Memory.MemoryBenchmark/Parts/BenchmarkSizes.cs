namespace Inventory.Memory.MemoryBenchmark.Parts;

/// <summary>How much is measured.</summary>
internal sealed class BenchmarkSizes
{
    /// <summary>Instances of the estate in most measurements: about 3.9 KB of JSON each.</summary>
    public long Instances { get; init; } = 100_000;

    /// <summary>Instances that must complete in the smallest container.</summary>
    public long ContainerInstances { get; init; } = 200_000;

    /// <summary>The sizes over which the peak must not grow.</summary>
    public IReadOnlyList<long> Growth { get; init; } = [10_000, 100_000, 1_000_000];

    /// <summary>The most that a strategy which keeps everything is given, so that it fits into the machine.</summary>
    public long MostKept { get; init; } = 300_000;

    /// <summary>Instances where each request waits and zones are asked one by one: spread evenly, a page in each.</summary>
    public long ZoneInstances { get; init; } = 60_000;

    public int Zones { get; init; } = 120;

    /// <summary>Instances with which compressed answers are compared.</summary>
    public long GzipInstances { get; init; } = 20_000;

    /// <summary>The wait before each answer, where there is one.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Whether the figures mean anything.</summary>
    public bool Judged { get; init; } = true;

    /// <summary>Of what a bar is the median.</summary>
    public int Repetitions { get; init; } = 5;

    /// <summary>Of what a figure in a table beside the bars is the median.</summary>
    public int TableRepetitions { get; init; } = 3;

    /// <summary>The environments, largest first; each strategy goes down until it does not complete.</summary>
    public IReadOnlyList<long> LimitsMiB { get; init; } =
        [8192, 4096, 2048, 1024, 512, 256, 128, 64, 48, 40, 32, 28, 24, 20, 16, 12, 10, 8, 6];

    /// <summary>The containers that are tried to find the smallest that completes, largest first.</summary>
    public IReadOnlyList<long> ContainersMiB { get; init; } =
        [64, 56, 48, 44, 40, 36, 32, 30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 11, 10, 9, 8, 7, 6, 5, 4];

    /// <summary>The environment whose course over time is drawn.</summary>
    public long DrawnLimitMiB { get; init; } = 512;

    public static BenchmarkSizes Normal { get; } = new();

    /// <summary>For a machine that has time: the same, more often.</summary>
    public static BenchmarkSizes Long { get; } = new() { Repetitions = 11, TableRepetitions = 5 };

    /// <summary>Shows that everything works, and nothing about how well.</summary>
    public static BenchmarkSizes Smoke { get; } = new()
    {
        Judged = false,
        Instances = 2000,
        ContainerInstances = 1000,
        Growth = [500, 1000],
        MostKept = 1000,
        ZoneInstances = 120,
        Zones = 4,
        GzipInstances = 500,
        Latency = TimeSpan.FromMilliseconds(5),
        Repetitions = 1,
        TableRepetitions = 1,
        LimitsMiB = [512],
        ContainersMiB = [64, 48],
    };
}
