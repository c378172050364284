using System.Text.Json.Serialization;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Tests.Sources;

public sealed class TestResource
{
    public string Name { get; set; } = "";

    public string? Padding { get; set; }

    public static void Write(TestResource resource, ResourceItem item)
    {
        item.SetName(resource.Name);
        item.Write(resource, TestJsonContext.Default.TestResource);
    }
}

[JsonSerializable(typeof(TestResource))]
[JsonSerializable(typeof(string))]
public sealed partial class TestJsonContext : JsonSerializerContext;
