using Inventory.Memory.MemoryBenchmark.Environments;
using Inventory.Memory.MemoryBenchmark.Strategies;

namespace Inventory.Memory.MemoryBenchmark.Measuring;

/// <summary>The published tool, in one of its flavours.</summary>
/// <param name="Flavour">JIT or NativeAOT.</param>
/// <param name="Program">The executable.</param>
internal sealed record InventoryTool(string Flavour, string Program)
{
    /// <summary>What stands before the tool's arguments and around its process, where a variant of it is measured.</summary>
    public IReadOnlyList<string> Prefix { get; init; } = [];

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public ProcessCommand Command(params IEnumerable<string> arguments) => new(Program, [.. Prefix, .. arguments]) { Environment = Environment };

    /// <summary>Collects every instance of an emulator to /dev/null.</summary>
    /// <exception cref="InvalidOperationException">It did not complete.</exception>
    public async Task<ToolRun> CollectAsync(EmulatorServer emulator, params string[] more)
    {
        var run = await TryCollectAsync(emulator, null, null, more);
        return run.IsComplete ? run : throw new InvalidOperationException($"{Program} ended with {run.Process.ExitCode}: {run.Process.Error}");
    }

    /// <summary>The same where it may well not complete.</summary>
    public async Task<ToolRun> TryCollectAsync(EmulatorServer emulator, MemoryEnvironment? environment, TimeSpan? interval, params string[] more)
    {
        // A tool that is killed may leave more than the summary.
        var folder = Directory.CreateTempSubdirectory("inventory-benchmark-");
        try
        {
            var summary = Path.Combine(folder.FullName, "summary.json");
            string[] trust = emulator.CertificateFile.Length > 0 ? ["--ca-file", emulator.CertificateFile] : [];
            var command = Command([
                "collect", "-p", StrategyInput.Project, "-t", "compute.instances", "--endpoint", emulator.Endpoint.ToString(),
                "-o", "/dev/null", "--overwrite", "--no-progress", "--summary", summary, .. trust, .. more]);
            var process = await MeasuredProcess.RunAsync(command, environment, interval);
            return new ToolRun(process, ToolSummary.Read(summary));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
