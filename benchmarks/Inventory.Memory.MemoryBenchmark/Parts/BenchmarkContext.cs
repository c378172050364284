using Inventory.Memory.MemoryBenchmark.Measuring;

namespace Inventory.Memory.MemoryBenchmark.Parts;

/// <summary>What every part needs.</summary>
internal sealed record BenchmarkContext(BenchmarkSizes Sizes, BenchmarkPrograms Programs, TextWriter Progress)
{
    /// <summary>Whether variants of the tool may be published, which takes minutes.</summary>
    public bool Publish { get; init; }

    public Task<EmulatorServer> EmulateAsync(long instances, bool https = false, params IEnumerable<string> arguments) =>
        EmulatorServer.StartAsync(Programs.Emulator, instances, https, arguments);

    public void Say(string what) => Progress.WriteLine(what);
}
