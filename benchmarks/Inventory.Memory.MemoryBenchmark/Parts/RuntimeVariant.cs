using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Inventory.Memory.MemoryBenchmark.Measuring;

namespace Inventory.Memory.MemoryBenchmark.Parts;

/// <summary>The JIT tool with other settings of the runtime than it ships with: the same files, another runtimeconfig.json.</summary>
internal sealed class RuntimeVariant : IDisposable
{
    private readonly string _configFile = Path.Combine(Path.GetTempPath(), $"inventory-benchmark-{Guid.NewGuid():N}.runtimeconfig.json");

    /// <param name="shipped">The tool as it ships.</param>
    /// <param name="property">The property of runtimeconfig.json.</param>
    /// <param name="value">Its value here; null: the runtime's own default.</param>
    public RuntimeVariant(InventoryTool shipped, string property, JsonNode? value)
    {
        var library = Path.ChangeExtension(shipped.Program, ".dll");
        var config = JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(shipped.Program, ".runtimeconfig.json")))!;
        var properties = config["runtimeOptions"]!["configProperties"]!.AsObject();
        properties.Remove(property);
        if (value is not null)
        {
            properties[property] = value;
        }

        File.WriteAllText(_configFile, config.ToJsonString());
        Tool = shipped with { Program = Dotnet(), Prefix = ["exec", "--runtimeconfig", _configFile, library] };
    }

    public InventoryTool Tool { get; }

    public void Dispose() => File.Delete(_configFile);

    /// <summary>The host of the runtime that runs us.</summary>
    private static string Dotnet()
    {
        var host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        return File.Exists(host) ? host : "dotnet";
    }
}
