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
        var rows = new List<SettingRow>();
        foreach (var tool in context.Programs.Tools)
        {
            rows.Add(await MeasureAsync(context, tool, "as shipped", emulator));
        }

        foreach (var (setting, property, value) in s_jit)
        {
            using var variant = new RuntimeVariant(context.Programs.JitTool, property, value?.DeepClone());
            rows.Add(await MeasureAsync(context, variant.Tool, setting, emulator));
        }

        foreach (var (setting, variable, value) in context.Programs.NativeTool is null ? [] : s_native)
        {
            var variant = context.Programs.NativeTool! with { Environment = new Dictionary<string, string>(StringComparer.Ordinal) { [variable] = value } };
            rows.Add(await MeasureAsync(context, variant, setting, emulator));
        }

        foreach (var variant in context.Publish ? PublishedVariant.All : [])
        {
            rows.Add(await MeasureAsync(context, variant, emulator));
        }

        return rows;
    }

    protected override void Report(List<SettingRow> data, MarkdownDocument document, Pictures pictures)
    {
        document.Paragraph("Each row is the tool as shipped with one setting changed; medians. What is decided when the tool is compiled is published anew for its row (`--publish`).");
        document.Table(["tool", "setting", "peak RSS", "against shipped", "time", "gen 0 collections"], data.OrderByDescending(row => row.Flavour).Select(row =>
        {
            var shipped = data.First(other => other.Flavour == row.Flavour);
            return new[]
            {
                row.Flavour,
                row.Setting,
                row.Note.Length > 0 ? row.Note : Words.MiB(row.PeakBytes),
                row.Note.Length > 0 || row == shipped ? "" : Words.Signed(row.PeakBytes - shipped.PeakBytes),
                row.Note.Length > 0 ? "" : Words.Seconds(row.Seconds),
                row.Note.Length > 0 ? "" : $"{row.Gen0:0}",
            };
        }));
    }

    private static async Task<SettingRow> MeasureAsync(BenchmarkContext context, PublishedVariant variant, EmulatorServer emulator)
    {
        var folder = Directory.CreateTempSubdirectory("inventory-benchmark-");
        try
        {
            return await variant.PublishAsync(folder.FullName) is { } tool
                ? await MeasureAsync(context, tool, variant.Setting, emulator)
                : new SettingRow(variant.Flavour, variant.Setting, 0, 0, 0, Note: "cannot be published here");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<SettingRow> MeasureAsync(BenchmarkContext context, InventoryTool tool, string setting, EmulatorServer emulator)
    {
        var runs = await Median.RepeatAsync(context.Sizes.TableRepetitions, () => tool.TryCollectAsync(emulator, null, null));
        var row = runs.TrueForAll(run => run.IsComplete)
            ? new SettingRow(
                tool.Flavour,
                setting,
                Median.Of(runs.Select(run => run.Summary!.Memory.HighWaterBytes)),
                Median.Of(runs.Select(run => run.Process.Seconds)),
                Median.Of(runs.Select(run => run.Summary!.Gc.Gen0)))
            : new SettingRow(tool.Flavour, setting, 0, 0, 0, Note: $"does not run here (exit code {runs.Find(run => !run.IsComplete)!.Process.ExitCode})");
        context.Say($"{row.Flavour}, {row.Setting}: {Words.MiB(row.PeakBytes)}, {Words.Seconds(row.Seconds)} {row.Note}");
        return row;
    }
}
