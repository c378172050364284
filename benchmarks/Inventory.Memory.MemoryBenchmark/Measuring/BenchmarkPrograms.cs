namespace Inventory.Memory.MemoryBenchmark.Measuring;

/// <summary>Where the programs are that are measured: in the artifacts folder, built like this one.</summary>
internal sealed class BenchmarkPrograms(string? nativeTool)
{
#if DEBUG
    private const string Configuration = "debug";
#else
    private const string Configuration = "release";
#endif

    /// <summary>Why there is no row for the native tool, when there is none.</summary>
    public const string NoNativeTool = "no NativeAOT tool is named by --native or INVENTORY_NATIVE_TOOL";

    /// <summary>This program, which is its own worker.</summary>
    public string Worker { get; } = Environment.ProcessPath!;

    public string Emulator { get; } = InArtifacts("Inventory.Memory.GoogleCloud.Emulator", "inventory-emulator");

    public InventoryTool JitTool { get; } = new("JIT", InArtifacts("Inventory.Memory.Cli", "inventory"));

    public InventoryTool? NativeTool { get; } = nativeTool is null ? null : new InventoryTool("NativeAOT", Existing(nativeTool));

    /// <summary>The tools there are.</summary>
    public IEnumerable<InventoryTool> Tools => NativeTool is null ? [JitTool] : [NativeTool, JitTool];

    private static string Existing(string nativeTool) => File.Exists(nativeTool)
        ? Path.GetFullPath(nativeTool)
        : throw new FileNotFoundException($"There is no native tool '{nativeTool}', which --native or INVENTORY_NATIVE_TOOL names. Publish it with -p:PublishAot=true, or leave it out.");

    private static string InArtifacts(string project, string file)
    {
        // artifacts/bin/<this project>/<configuration>[_<runtime>]/
        var path = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", project, Configuration, OperatingSystem.IsWindows() ? $"{file}.exe" : file));
        return File.Exists(path) ? path : throw new FileNotFoundException($"'{path}' is not built.");
    }
}
