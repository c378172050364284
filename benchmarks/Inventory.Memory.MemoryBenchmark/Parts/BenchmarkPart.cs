using Inventory.Memory.MemoryBenchmark.Reporting;

namespace Inventory.Memory.MemoryBenchmark.Parts;

/// <summary>A part of the benchmark. Measuring writes a file; reporting reads it, now or years later.</summary>
internal abstract class BenchmarkPart
{
    /// <summary>Every part, in the order of the report.</summary>
    public static IReadOnlyList<BenchmarkPart> All { get; } =
    [
        new BarsPart(), new EnvironmentsPart(), new ComponentsPart(), new GrowthPart(), new TradeOffPart(), new SettingsPart(),
    ];

    /// <summary>The name on the command line and of the file.</summary>
    public abstract string Name { get; }

    /// <summary>What it shows, in a sentence.</summary>
    public abstract string Description { get; }

    public abstract Task MeasureAsync(BenchmarkContext context, ResultFolder folder, Provenance provenance);

    /// <summary>Writes its section and pictures; false when it was never measured.</summary>
    public abstract bool Report(ResultFolder folder, MarkdownDocument document, Pictures pictures);
}
