using System.Text.Json.Nodes;
using Inventory.Memory.MemoryBenchmark.Measuring;
using Inventory.Memory.MemoryBenchmark.Reporting;

namespace Inventory.Memory.MemoryBenchmark.Parts;

/// <summary>What each setting that ships with the tool is worth: the tool as it is, and with one of them changed.</summary>
internal sealed class SettingsPart : BenchmarkPart<List<SettingRow>>
{
    /// <summary>A budget that nothing reaches: the collector's own rule decides.</summary>
    private const string NoBudget = "7FFFFFFF";

    private static readonly (string Setting, string Property, JsonNode? Value)[] s_jit =
    [
        ("generation-0 budget: the runtime's", "System.GC.Gen0MaxBudget", null),
        ("generation-0 budget: 4 MiB", "System.GC.Gen0MaxBudget", 4 << 20),
        ("tiered compilation: on", "System.Runtime.TieredCompilation", true),
        ("concurrent collector: on", "System.GC.Concurrent", true),
        ("server collector: on", "System.GC.Server", true),
        ("invariant globalization: off", "System.Globalization.Invariant", false),
    ];

    /// <summary>NativeAOT finds a variable only in the very case that the collector has for it.</summary>
    private static readonly (string Setting, string Variable, string Value)[] s_native =
    [
        ("generation-0 budget: the runtime's", "DOTNET_GCGen0MaxBudget", NoBudget),
        ("generation-0 budget: 4 MiB", "DOTNET_GCGen0MaxBudget", "400000"),
        ("concurrent collector: on", "DOTNET_gcConcurrent", "1"),
        ("socket continuations: on the thread pool", "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "0"),
    ];

    public override string Name => "settings";

    public override string Description => "What the settings are worth that ship with the tool";

    protected override async Task<List<SettingRow>> MeasureAsync(BenchmarkContext context)
    {
        await using var emulator = await context.EmulateAsync(context.Sizes.Instances);
        await using var largest = await context.EmulateAsync(context.Sizes.Growth[^1]);
        var rows = new List<SettingRow>();
        foreach (var tool in context.Programs.Tools)
        {
            rows.Add(await MeasureAsync(context, tool, "as shipped", emulator, largest));
        }

        foreach (var (setting, property, value) in s_jit)
        {
            using var variant = new RuntimeVariant(context.Programs.JitTool, property, value?.DeepClone());
            rows.Add(await MeasureAsync(context, variant.Tool, setting, emulator, largest));
        }

        foreach (var (setting, variable, value) in context.Programs.NativeTool is null ? [] : s_native)
        {
            var variant = context.Programs.NativeTool! with { Environment = new Dictionary<string, string>(StringComparer.Ordinal) { [variable] = value } };
            rows.Add(await MeasureAsync(context, variant, setting, emulator, largest));
        }

        foreach (var variant in context.Publish ? PublishedVariant.All : [])
        {
            rows.Add(await MeasureAsync(context, variant, emulator, largest));
        }

        return rows;
    }

    protected override void Report(List<SettingRow> data, MarkdownDocument document, Pictures pictures)
    {
        document.Paragraph(
            "Each row is the tool as shipped with one setting changed; medians, the largest estate once. "
            + "What is decided when the tool is compiled is published anew for its row (`--publish`).");
        var peakOfLargest = $"peak RSS at {Words.Count(data[0].LargestEstate)}";
        document.Table(
            ["tool", "setting", "peak RSS", "against shipped", "time", "gen 0 collections", peakOfLargest, "against shipped"],
            data.OrderByDescending(row => row.Flavour).Select(row => Cells(row, data.First(other => other.Flavour == row.Flavour))));
    }

    private static string[] Cells(SettingRow row, SettingRow shipped) => row.Note.Length > 0
        ? [row.Flavour, row.Setting, row.Note, "", "", "", "", ""]
        :
        [
            row.Flavour,
            row.Setting,
            Words.MiB(row.PeakBytes),
            row == shipped ? "" : Words.Signed(row.PeakBytes - shipped.PeakBytes),
            Words.Seconds(row.Seconds),
            $"{row.Gen0:0}",
            Words.MiB(row.LargestPeakBytes),
            row == shipped ? "" : Words.Signed(row.LargestPeakBytes - shipped.LargestPeakBytes),
        ];

    private static async Task<SettingRow> MeasureAsync(BenchmarkContext context, PublishedVariant variant, EmulatorServer emulator, EmulatorServer largest)
    {
        var folder = Directory.CreateTempSubdirectory("inventory-benchmark-");
        try
        {
            return await variant.PublishAsync(folder.FullName) is { } tool
                ? await MeasureAsync(context, tool, variant.Setting, emulator, largest)
                : new SettingRow(variant.Flavour, variant.Setting, "cannot be published here");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<SettingRow> MeasureAsync(BenchmarkContext context, InventoryTool tool, string setting, EmulatorServer emulator, EmulatorServer largest)
    {
        var runs = await Median.RepeatAsync(context.Sizes.TableRepetitions, () => tool.TryCollectAsync(emulator, null, null));
        var large = await tool.TryCollectAsync(largest, null, null);
        var row = runs.Append(large).FirstOrDefault(run => !run.IsComplete) is { } failed
            ? new SettingRow(tool.Flavour, setting, $"does not run here (exit code {failed.Process.ExitCode})")
            : new SettingRow(tool.Flavour, setting)
            {
                PeakBytes = Median.Of(runs.Select(run => run.Summary!.Memory.HighWaterBytes)),
                Seconds = Median.Of(runs.Select(run => run.Process.Seconds)),
                Gen0 = Median.Of(runs.Select(run => run.Summary!.Gc.Gen0)),
                LargestEstate = context.Sizes.Growth[^1],
                LargestPeakBytes = large.Summary!.Memory.HighWaterBytes,
            };
        context.Say($"{row.Flavour}, {row.Setting}: {Words.MiB(row.PeakBytes)}, {Words.Seconds(row.Seconds)}; {Words.MiB(row.LargestPeakBytes)} {row.Note}");
        return row;
    }
}
