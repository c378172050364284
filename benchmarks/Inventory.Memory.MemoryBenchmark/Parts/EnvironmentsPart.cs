using Inventory.Memory.MemoryBenchmark.Environments;
using Inventory.Memory.MemoryBenchmark.Measuring;
using Inventory.Memory.MemoryBenchmark.Reporting;

namespace Inventory.Memory.MemoryBenchmark.Parts;

/// <summary>Every strategy in every environment, each a process of its own.</summary>
internal sealed class EnvironmentsPart : BenchmarkPart<EnvironmentsResult>
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(10);

    /// <summary>Points that a picture of this width can show.</summary>
    private const int MaxPoints = 300;

    public override string Name => "environments";

    public override string Description => "Strategies in environments from 8 GiB down to the smallest that completes";

    protected override async Task<EnvironmentsResult> MeasureAsync(BenchmarkContext context)
    {
        var rows = new List<EnvironmentRow>();
        await using var emulator = await context.EmulateAsync(context.Sizes.Instances);
        foreach (var contender in Contender.All(context.Programs))
        {
            rows.AddRange(await GoDownAsync(context, contender, emulator));
        }

        return new EnvironmentsResult(context.Sizes.Instances, context.Sizes.DrawnLimitMiB, rows);
    }

    protected override void Report(EnvironmentsResult data, MarkdownDocument document, Pictures pictures) =>
        EnvironmentsReport.Write(data, document, pictures);

    private static async Task<List<EnvironmentRow>> GoDownAsync(BenchmarkContext context, Contender contender, EmulatorServer emulator)
    {
        var rows = new List<EnvironmentRow>();
        foreach (var limit in context.Sizes.LimitsMiB)
        {
            using var environment = MemoryEnvironment.Create(limit << 20);
            var run = await contender.RunAsync(emulator, environment: environment, interval: s_interval);
            var row = ToRow(contender, limit, environment.Kind, run, withPoints: limit == context.Sizes.DrawnLimitMiB);
            context.Say($"{row.Title} in {Words.Limit(limit)}: {row.Outcome}, {Words.Seconds(row.Seconds)}, peak {Words.MiB(row.PeakBytes)}");
            rows.Add(row);
            if (row.Outcome != Outcome.Completed)
            {
                break;
            }
        }

        return rows;
    }

    private static EnvironmentRow ToRow(Contender contender, long limit, string kind, ToolRun run, bool withPoints) => new()
    {
        Key = contender.Key,
        Title = contender.Title,
        LimitMiB = limit,
        LimitKind = kind,
        Outcome = Outcome.Of(run.Process.ExitCode),
        Seconds = run.Process.Seconds,
        PeakBytes = Math.Max(run.Process.Memory.PeakBytes, run.Summary?.Memory.HighWaterBytes ?? 0),
        ContainerPeakBytes = run.Process.ContainerPeakBytes,
        AverageBytes = run.Summary?.Memory.AverageBytes ?? run.Process.Memory.AverageBytes,
        MinimumBytes = run.Summary?.Memory.MinimumBytes ?? run.Process.Memory.MinimumBytes,
        Resources = run.Summary?.Resources ?? 0,
        Collections = run.Summary is { Gc: var gc } ? $"{gc.Gen0}/{gc.Gen1}/{gc.Gen2}" : "",
        Lines = [.. run.Process.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(5)],
        Points = withPoints ? Thin(run.Process.Memory.Points) : [],
    };

    /// <summary>Keeps the highest of neighbours: a peak that is left out would be a lie.</summary>
    private static MemoryPoint[] Thin(IReadOnlyList<MemoryPoint> points) =>
        [.. points.Chunk(Math.Max(1, (points.Count + MaxPoints - 1) / MaxPoints)).Select(chunk => chunk.MaxBy(point => point.RssBytes))];
}
