using System.Text;
using System.Text.Json;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Benchmarks;

/// <summary>One instance of a page as a source hands it out.</summary>
internal sealed class InstanceItem
{
    private static readonly byte[] s_prefix = Encoding.UTF8.GetBytes("//compute.googleapis.com/");
    private static readonly byte[] s_rest = Encoding.UTF8.GetBytes("projects/p/zones/us-central1-a/instances/instance-000000001");

    private readonly byte[] _json;

    public InstanceItem(byte[] page)
    {
        using var document = JsonDocument.Parse(page);
        _json = document.RootElement.GetProperty("items").EnumerateObject()
            .Where(scope => scope.Value.TryGetProperty("instances", out _))
            .Select(scope => Encoding.UTF8.GetBytes(scope.Value.GetProperty("instances")[0].GetRawText()))
            .First();
    }

    public ResourceItem Item { get; } = new() { AssetType = "compute.googleapis.com/Instance", Location = "us-central1-a", Version = "v1" };

    /// <summary>What a cursor does for each resource: the last lease ends, a new one begins.</summary>
    public InventoryRecord Next()
    {
        Item.Release();
        Item.Json = _json;
        Item.IsCompact = true;
        Item.SetName(s_prefix, s_rest);
        return new InventoryRecord(Item);
    }
}
