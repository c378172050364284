using Inventory.Memory.MemoryBenchmark.Environments;
using Inventory.Memory.MemoryBenchmark.Measuring;
using Inventory.Memory.MemoryBenchmark.Parts;
using Inventory.Memory.MemoryBenchmark.Reporting;

namespace Inventory.Memory.MemoryBenchmark.Bars;

/// <summary>The smallest container in which a run completes, every time.</summary>
internal sealed class ContainerBars : BarGroup
{
    private const long NativeMiB = 10;
    private const long JitMiB = 32;

    public override async Task<IReadOnlyList<Bar>> MeasureAsync(BenchmarkContext context)
    {
        await using var emulator = await context.EmulateAsync(context.Sizes.ContainerInstances);
        var bars = new List<Bar>();
        foreach (var (tool, flavour, atMost) in new[] { (context.Programs.NativeTool, "NativeAOT", NativeMiB), (context.Programs.JitTool, "JIT", JitMiB) })
        {
            var what = $"{flavour} tool: smallest container in which {Words.Count(context.Sizes.ContainerInstances)} instances complete, page cache warm";
            bars.Add(
                tool is null ? Bar.Missing(what, Required(atMost), BenchmarkPrograms.NoNativeTool)
                : await MeasureAsync(context, tool, emulator, what, atMost));
        }

        return bars;
    }

    private static string Required(long atMost) => $"at most {atMost} MiB";

    private static async Task<Bar> MeasureAsync(BenchmarkContext context, InventoryTool tool, EmulatorServer emulator, string what, long atMost)
    {
        using (var probe = MemoryEnvironment.Create(limitBytes: null))
        {
            if (probe.Charge is null)
            {
                return Bar.Missing(what, Required(atMost), "no container can be made here");
            }
        }

        // Read once from outside, the tool's own file is in the cache and nobody's container pays for it.
        await tool.CollectAsync(emulator);
        var warm = await SmallestAsync(context, tool, emulator, cold: false);
        var cold = PageCache.TryDrop() ? Words.Limit(await SmallestAsync(context, tool, emulator, cold: true)) : "not measured: the cache may not be dropped here";
        await tool.CollectAsync(emulator);
        return Bar.Of(what, Required(atMost), Words.Limit(warm), warm <= atMost, [warm], $"page cache cold: {cold}; completes {context.Sizes.Repetitions} times of {context.Sizes.Repetitions}");
    }

    /// <summary>Goes down until one run fails, then up until all of several succeed.</summary>
    private static async Task<long> SmallestAsync(BenchmarkContext context, InventoryTool tool, EmulatorServer emulator, bool cold)
    {
        var limits = context.Sizes.ContainersMiB;
        var index = 0;
        while (index < limits.Count - 1 && await CompletesAsync(tool, emulator, limits[index + 1], cold))
        {
            index++;
        }

        while (index > 0 && !await AlwaysCompletesAsync(context.Sizes.Repetitions - 1, tool, emulator, limits[index], cold))
        {
            index--;
        }

        context.Say($"{tool.Flavour}, {(cold ? "cold" : "warm")}: {Words.Limit(limits[index])}");
        return limits[index];
    }

    private static async Task<bool> AlwaysCompletesAsync(int times, InventoryTool tool, EmulatorServer emulator, long limit, bool cold)
    {
        for (var i = 0; i < times; i++)
        {
            if (!await CompletesAsync(tool, emulator, limit, cold))
            {
                return false;
            }
        }

        return true;
    }

    private static async Task<bool> CompletesAsync(InventoryTool tool, EmulatorServer emulator, long limit, bool cold)
    {
        using var environment = MemoryEnvironment.Create(limit << 20);
        if (cold)
        {
            PageCache.TryDrop();
        }

        return (await tool.TryCollectAsync(emulator, environment, null)).IsComplete;
    }
}
