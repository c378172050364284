using Inventory.Memory.MemoryBenchmark.Measuring;

namespace Inventory.Memory.MemoryBenchmark.Parts;

/// <summary>What every part needs.</summary>
internal sealed record BenchmarkContext(BenchmarkSizes Sizes, BenchmarkPrograms Programs, TextWriter Progress)
{
    public Task<EmulatorServer> EmulateAsync(long instances, bool https = false, params IEnumerable<string> arguments) =>
        EmulatorServer.StartAsync(Programs.Emulator, instances, https, arguments);

    public void Say(string what) => Progress.WriteLine(what);
}
