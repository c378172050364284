using Inventory.Memory.MemoryBenchmark.Environments;
using Inventory.Memory.MemoryBenchmark.Measuring;
using Inventory.Memory.MemoryBenchmark.Parts;
using Inventory.Memory.MemoryBenchmark.Reporting;
using Inventory.Memory.MemoryBenchmark.Strategies;

namespace Inventory.Memory.MemoryBenchmark.Bars;

/// <summary>What look-ahead wins in time and costs in memory, zone by zone with a wait before each answer.</summary>
internal sealed class LookAheadBars : BarGroup
{
    private const double TimeAgainstNone = 1.0 / 6;
    private const double MoreMiB = 4;
    private const double TimeAgainstParallel = 1.1;
    private const double GrowthAgainstParallel = 0.25;

    public override async Task<IReadOnlyList<Bar>> MeasureAsync(BenchmarkContext context)
    {
        await using var emulator = await DistantEstate.StartAsync(context);
        await using var uneven = await DistantEstate.StartAsync(context, "Natural");
        var zones = await DistantEstate.ZonesAsync(emulator, context.Sizes.Zones);
        var tool = context.Programs.NativeTool ?? context.Programs.JitTool;
        var ahead = Contender.Of(Strategy.Find("look-ahead"), context.Programs);
        var none = Contender.Of(Strategy.Find("sequential"), context.Programs);
        return
        [
            .. await AgainstNoneAsync(context, emulator, zones, $"{tool.Flavour} tool", Contender.Of(tool), Contender.Of(tool, "--look-ahead", "0")),
            .. await AgainstParallelAsync(context, emulator, zones, $"{tool.Flavour} tool", Contender.Of(tool), tool.Command("--version")),
            .. (await AgainstNoneAsync(context, emulator, zones, "library in this program (JIT)", ahead, none)).Select(bar => bar.AsBeside()),
            .. (await AgainstParallelAsync(context, emulator, zones, "library in this program (JIT)", ahead, Idle(context))).Select(bar => bar.AsBeside()),

            // Where zones have many pages, each page's token stands at the end of the one before: nobody can ask for it earlier.
            .. (await AgainstNoneAsync(context, uneven, zones, $"{tool.Flavour} tool, zones of one to fifteen pages", Contender.Of(tool), Contender.Of(tool, "--look-ahead", "0"))).Select(bar => bar.AsBeside()),
            .. (await AgainstParallelAsync(context, uneven, zones, $"{tool.Flavour} tool, zones of one to fifteen pages", Contender.Of(tool), tool.Command("--version"))).Select(bar => bar.AsBeside()),
        ];
    }

    private static async Task<ToolRun> RunAsync(Contender contender, EmulatorServer emulator, List<string> zones)
    {
        using var environment = MemoryEnvironment.Create(limitBytes: null);
        return await contender.RunAsync(emulator, zones, environment);
    }

    private static ProcessCommand Idle(BenchmarkContext context) => new(context.Programs.Worker, ["worker", "idle"]);

    private static async Task<IEnumerable<Bar>> AgainstNoneAsync(
        BenchmarkContext context, EmulatorServer emulator, List<string> zones, string who, Contender ahead, Contender none)
    {
        var pairs = await Median.RepeatAsync(
            context.Sizes.Repetitions, async () => new Pair(await RunAsync(ahead, emulator, zones), await RunAsync(none, emulator, zones)));
        var what = $"{who}, look-ahead, {Conditions(context)}";
        var time = pairs.ConvertAll(pair => pair.Ours.Process.Seconds / pair.Theirs.Process.Seconds);
        var peak = pairs.ConvertAll(pair => Words.InMiB(Peak(pair.Ours) - Peak(pair.Theirs)));
        var charge = pairs.ConvertAll(pair => Words.InMiB(pair.Ours.Process.ContainerPeakBytes - pair.Theirs.Process.ContainerPeakBytes));
        var most = $"at most + {MoreMiB} MiB";
        return
        [
            Bar.Of($"{what}: time against none", "at most 1/6", $"1/{1 / Median.Of(time):0.0}", Median.Of(time) <= TimeAgainstNone, time,
                Both(pairs, run => run.Process.Seconds, Words.Seconds)),
            Bar.Of($"{what}: peak RSS against none", most, $"{Median.Of(peak):+0.0;-0.0} MiB", Median.Of(peak) <= MoreMiB, peak,
                Both(pairs, run => Peak(run), Words.MiB)),
            pairs[0].Theirs.Process.ContainerPeakBytes == 0
                ? Bar.Missing($"{what}: container charge against none", most, "no container can be made here")
                : Bar.Of($"{what}: container charge against none", most, $"{Median.Of(charge):+0.0;-0.0} MiB", Median.Of(charge) <= MoreMiB, charge,
                    Both(pairs, run => run.Process.ContainerPeakBytes, Words.MiB)),
        ];
    }

    private static async Task<IEnumerable<Bar>> AgainstParallelAsync(
        BenchmarkContext context, EmulatorServer emulator, List<string> zones, string who, Contender ahead, ProcessCommand idle)
    {
        var parallel = Contender.Of(Strategy.Find("parallel-8"), context.Programs);
        var pairs = await Median.RepeatAsync(
            context.Sizes.Repetitions, async () => new Pair(await RunAsync(ahead, emulator, zones), await RunAsync(parallel, emulator, zones)));
        var ourIdle = await MeasuredProcess.PeakOfShortAsync(idle);
        var theirIdle = await MeasuredProcess.PeakOfShortAsync(Idle(context));
        var what = $"{who}, look-ahead against parallel with 8 workers, {Conditions(context)}";
        var time = pairs.ConvertAll(pair => pair.Ours.Process.Seconds / pair.Theirs.Process.Seconds);
        var growth = pairs.ConvertAll(pair => (Peak(pair.Ours) - ourIdle) / (Peak(pair.Theirs) - theirIdle));
        return
        [
            Bar.Of($"{what}: time", $"at most {TimeAgainstParallel} x", Words.Times(Median.Of(time)), Median.Of(time) <= TimeAgainstParallel, time,
                Both(pairs, run => run.Process.Seconds, Words.Seconds)),
            Bar.Of($"{what}: peak growth over an idle process", "at most 1/4", $"1/{1 / Median.Of(growth):0.0}", Median.Of(growth) <= GrowthAgainstParallel, growth,
                $"peaks {Both(pairs, run => Peak(run), Words.MiB)}, idle {Words.MiB(ourIdle)} and {Words.MiB(theirIdle)}; parallel is the JIT program of this benchmark"),
        ];
    }

    private static string Conditions(BenchmarkContext context) =>
        $"{context.Sizes.Latency.TotalMilliseconds:0} ms per request, {context.Sizes.Zones} zones one by one";

    private static string Both(List<Pair> pairs, Func<ToolRun, double> value, Func<double, string> word) =>
        $"{word(Median.Of(pairs.Select(pair => value(pair.Ours))))} against {word(Median.Of(pairs.Select(pair => value(pair.Theirs))))}";

    private static long Peak(ToolRun run) => run.Summary!.Memory.HighWaterBytes;

    private sealed record Pair(ToolRun Ours, ToolRun Theirs);
}
