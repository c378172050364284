using System.Text;
using CsCheck;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Monitoring.Linux;

namespace Inventory.Memory.Tests.Monitoring.Linux;

public sealed class ProcProbesTests : IDisposable
{
    private readonly LinuxTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData(4096)]
    [InlineData(16384)]
    [InlineData(65536)]
    public void Record_Statm_CountsInPagesOfTheMachine(int pageSize)
    {
        using var monitor = _tree.Monitor(pageSize: pageSize);

        var sample = monitor.Record();

        Assert.Equal((2560L * pageSize, 2048L * pageSize), (sample.RssBytes, sample.AnonymousBytes));
        Assert.Equal("/proc/self/statm", sample.ProcessSource);
    }

    /// <summary>The name of a program may look like the rest of the line.</summary>
    [Theory]
    [InlineData("12 (inventory) S 1 12 12 0 -1 4194560 2514 0 77 0 1 2 3\n", 77)]
    [InlineData("12 (a) R 1 2 3) S 1 12 12 34816 12 4194560 2514 10 9876543210 0 1 2 3\n", 9876543210)]
    [InlineData("12 (inventory) S 1 12 12 0 -1 4194560 2514 0 77", 0)]
    [InlineData("12 (inventory) S 1 12\n", 0)]
    [InlineData("", 0)]
    public void Record_Stat_HasTheMajorFaults(string text, long expected)
    {
        _tree.Write("proc/self/stat", text);
        using var monitor = _tree.Monitor();

        Assert.Equal(expected, monitor.Record().MajorFaults);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5000 2560")]
    [InlineData("5000 2560 5")] // cut in the middle of the last number that counts
    [InlineData("x y z\n")]
    public void Record_BrokenStatm_IsNoReadingAndNotCounted(string text)
    {
        _tree.Write("proc/self/statm", text);
        using var monitor = _tree.Monitor();

        Assert.Equal((0, null), (monitor.Record().RssBytes, monitor.Latest.ProcessSource));
        Assert.Equal((0, 0), (monitor.GetStatistics().Samples, monitor.GetStatistics().MinimumBytes));
    }

    [Fact]
    public void GetStatistics_HighWater_IsTheKernels()
    {
        using var monitor = _tree.Monitor();
        monitor.Record();

        Assert.Equal(12288L * 1024, monitor.GetStatistics().HighWaterBytes);
        Assert.Equal(64 * 1024, monitor.Latest.SwapBytes);
    }

    [Fact]
    public void Record_AddressSpaceLimit_HasItsOwnUsage()
    {
        _tree.Write("proc/self/limits", "Max address space         20480000             unlimited            bytes     \n");
        using var monitor = _tree.Monitor();

        var gauge = monitor.Record().Pressing;

        Assert.Equal((MemoryGauge.AddressSpace, 5000L * 4096, 20480000), (gauge.Name, gauge.UsageBytes, gauge.LimitBytes));
    }

    [Fact]
    public void Record_NothingThere_AnswersZeroes()
    {
        _tree.DeleteFolder("proc");
        using var monitor = _tree.Monitor();

        var sample = monitor.Record();

        Assert.Equal((0, 0, 0), (sample.RssBytes, sample.ContainerUsageBytes, sample.HostAvailableBytes));
        Assert.Null(sample.Pressing.Name);
        Assert.Equal(0, sample.Pressing.Ratio);
    }

    [Fact]
    public void TryGet_AnyNumber_IsFoundAgain() =>
        Gen.Long[0, long.MaxValue].Sample(number =>
        {
            var text = Encoding.ASCII.GetBytes($"other 1\nkeys 2\nkey {number}\nkey 5\n");
            return ProcText.TryGet(text, "key"u8, out var value) && value == number;
        });

    [Fact]
    public void TryGet_AnyBytes_NeverThrows() =>
        Gen.Byte.Array.Sample(bytes =>
        {
            _ = ProcText.TryGet(bytes, "key"u8, out _);
            _ = ProcText.TryParse(bytes, out _);
            _ = StallProbe.TryParse(bytes, out _);
        });

    [Fact]
    public void TryParse_MoreThan63Bits_IsUnlimited()
    {
        Assert.True(ProcText.TryParse("18446744073709551615\n"u8, out var value));
        Assert.True(value >= ProcText.Unlimited);
    }
}
