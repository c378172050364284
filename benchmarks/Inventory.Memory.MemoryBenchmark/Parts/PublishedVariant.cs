using System.Diagnostics;
using System.Runtime.InteropServices;
using Inventory.Memory.MemoryBenchmark.Measuring;

namespace Inventory.Memory.MemoryBenchmark.Parts;

/// <summary>The tool published with other settings than it ships with: what is decided when it is compiled.</summary>
/// <param name="Flavour">What it is compared with.</param>
/// <param name="Setting">In words.</param>
/// <param name="Arguments">Of <c>dotnet publish</c>.</param>
internal sealed record PublishedVariant(string Flavour, string Setting, params string[] Arguments)
{
    private static readonly string[] s_native =
        ["-p:PublishAot=true", .. HasClang() ? Array.Empty<string>() : ["-p:CppCompilerAndLinker=gcc"]];

    public static IReadOnlyList<PublishedVariant> All { get; } =
    [
        new("NativeAOT", "invariant globalization: off", [.. s_native, "-p:InvariantGlobalization=false"]),
        new("NativeAOT", "optimized for speed, not size", [.. s_native, "-p:OptimizationPreference=Speed"]),
        new("NativeAOT", "position-independent and dehydrated, the usual form", [.. s_native, "-p:PositionIndependentExecutable=true", "-p:IlcDehydrate=true"]),
        new("NativeAOT", "for processors with AVX2", [.. s_native, "-p:IlcInstructionSet=x86-64-v3"]),
        new("JIT", "self-contained and trimmed, small token sources only",
            ["-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "-p:PublishTrimmed=true", "-p:FullCredentials=false"]),
    ];

    /// <summary>Publishes it into a folder; null when that fails.</summary>
    public async Task<InventoryTool?> PublishAsync(string folder)
    {
        // In a folder of its own also while it is built: what 'run' and the tests find must not change.
        using var publish = Process.Start(new ProcessStartInfo("dotnet", [
            "publish", "src/Inventory.Memory.Cli", "-c", "Release", "-p:ArtifactsPivots=release_variant", "-o", folder, .. Arguments])
        {
            WorkingDirectory = RepositoryFolder.Find(),
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0 ? new InventoryTool(Flavour, Path.Combine(folder, "inventory")) : null;
    }

    private static bool HasClang() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "clang")));
}
