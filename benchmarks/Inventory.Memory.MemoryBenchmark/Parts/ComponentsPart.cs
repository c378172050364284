using System.Text.Json;
using Inventory.Memory.MemoryBenchmark.Measuring;
using Inventory.Memory.MemoryBenchmark.Reporting;

namespace Inventory.Memory.MemoryBenchmark.Parts;

/// <summary>What each part of a process weighs.</summary>
internal sealed class ComponentsPart : BenchmarkPart<List<ComponentTable>>
{
    public override string Name => "components";

    public override string Description => "What the parts weigh, step by step";

    protected override async Task<List<ComponentTable>> MeasureAsync(BenchmarkContext context)
    {
        await using var nothing = await context.EmulateAsync(0);
        await using var page = await context.EmulateAsync(500);
        await using var everything = await context.EmulateAsync(context.Sizes.Instances);
        await using var secure = await context.EmulateAsync(0, https: true);
        await using var secureEverything = await context.EmulateAsync(context.Sizes.Instances, https: true);
        var tables = new List<ComponentTable> { await StepAsync(context, page, everything, secure) };
        foreach (var tool in context.Programs.Tools)
        {
            tables.Add(new ComponentTable($"The tool ({tool.Flavour})", true,
            [
                await CommandAsync(context, tool, "runtime and command line (`--version`)", "--version"),
                await CommandAsync(context, tool, "our library and its catalog (`types`)", "types"),
                await CollectAsync(context, tool, "HTTP client (`collect`, no instance)", nothing),
                await CollectAsync(context, tool, "one page (500 instances)", page),
                await CollectAsync(context, tool, $"the rest ({Words.Count(context.Sizes.Instances)} instances)", everything),
                await CollectAsync(context, tool, "instead: TLS, no instance", secure),
                await CollectAsync(context, tool, "instead: TLS, all instances", secureEverything),
            ]));
        }

        return tables;
    }

    protected override void Report(List<ComponentTable> data, MarkdownDocument document, Pictures pictures)
    {
        foreach (var table in data)
        {
            document.Heading(table.Title);
            document.Paragraph(table.Peaks
                ? "The peak of a process of its own a row, each doing one thing more than the one before."
                : "One process, read after each step. The last column is the most it had until then.");
            var before = 0.0;
            document.Table(["with", "resident", "added", "peak until then"], table.Steps.Select(step =>
            {
                var added = step.Bytes - before;
                before = step.Bytes;
                return new[] { step.Name, Words.MiB(step.Bytes), Words.Signed(added), Words.MiB(step.HighWater) };
            }).ToList());
        }
    }

    private static async Task<ComponentTable> StepAsync(BenchmarkContext context, EmulatorServer page, EmulatorServer everything, EmulatorServer secure)
    {
        context.Say("our library in a program of its own (JIT)");
        var process = await MeasuredProcess.RunAsync(new ProcessCommand(
            context.Programs.Worker,
            ["worker", "steps", page.Endpoint.ToString(), everything.Endpoint.ToString(), secure.Endpoint.ToString(), secure.CertificateFile]));
        var steps = JsonSerializer.Deserialize<List<WorkerStep>>(process.Output, JsonSerializerOptions.Web)!;
        return new ComponentTable(
            "Our library in a program of its own (JIT, the runtime's default settings)",
            false,
            [.. steps.Select(step => new ComponentStep(step.Name, step.Rss, step.HighWater))]);
    }

    private static async Task<ComponentStep> CommandAsync(BenchmarkContext context, InventoryTool tool, string name, params string[] arguments) =>
        Step(context, tool, name, await MeasuredProcess.PeakOfShortAsync(tool.Command(arguments)));

    private static async Task<ComponentStep> CollectAsync(BenchmarkContext context, InventoryTool tool, string name, EmulatorServer emulator)
    {
        var runs = await Median.RepeatAsync(context.Sizes.TableRepetitions, () => tool.CollectAsync(emulator));
        return Step(context, tool, name, Median.Of(runs.Select(run => run.Summary!.Memory.HighWaterBytes)));
    }

    private static ComponentStep Step(BenchmarkContext context, InventoryTool tool, string name, double peak)
    {
        context.Say($"{tool.Flavour}, {name}: {Words.MiB(peak)}");
        return new ComponentStep(name, peak, peak);
    }

    private sealed record WorkerStep(string Name, long Rss, long HighWater);
}
