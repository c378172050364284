using Inventory.Memory.Cli.Tests.Support;

namespace Inventory.Memory.Cli.Tests.Commands;

/// <summary>The promise: the peak does not depend on the size of the estate.</summary>
public sealed class MemoryTests : IDisposable
{
    private const long MiB = 1024 * 1024;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Collect_HundredThousandInstances_PeaksAsTenThousandDo()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The kernel's high-water mark of a process is read on Linux.");

        var small = await PeakAsync(10_000);
        var large = await PeakAsync(100_000);

        Assert.InRange(large, 1 * MiB, 80 * MiB);
        Assert.InRange(large - small, -80 * MiB, 4 * MiB);
    }

    private async Task<long> PeakAsync(int instances)
    {
        var summary = _folder[$"{instances}.json"];
        var result = await ToolProcess.RunAsync("collect", "--emulate", $"instances={instances}", "-t", "compute.instances", "-o", "/dev/null", "--summary", summary);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(instances, Json.File(summary).Number("resources"));
        return Json.File(summary)["memory"]!.Number("highWaterBytes");
    }
}
