using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Inventory.Memory.Sources;

namespace Inventory.Memory;

/// <summary>A copy of a record that may be kept; immutable and safe for any thread.</summary>
/// <remarks>Whoever keeps many keeps their memory: this is where a run stops being flat.</remarks>
public sealed class DetachedRecord
{
    private readonly byte[] _json;

    internal DetachedRecord(ResourceItem item)
    {
        _json = item.Json.ToArray();
        Name = item.GetName();
        AssetType = item.AssetType;
        Collection = item.Collection;
        Project = item.Project;
        Location = item.Location;
        Version = item.Version;
        DiscoveryName = item.DiscoveryName;
        Parent = item.Parent;
        Error = item.Error;
    }

    /// <inheritdoc cref="InventoryRecord.IsError"/>
    public bool IsError => Error is not null;

    /// <inheritdoc cref="InventoryRecord.Error"/>
    public InventoryError? Error { get; }

    /// <summary>The full resource name; empty for an error.</summary>
    public string Name { get; }

    /// <inheritdoc cref="InventoryRecord.AssetType"/>
    public string AssetType { get; }

    /// <inheritdoc cref="InventoryRecord.Collection"/>
    public string Collection { get; }

    /// <inheritdoc cref="InventoryRecord.Project"/>
    public string? Project { get; }

    /// <inheritdoc cref="InventoryRecord.Location"/>
    public string? Location { get; }

    /// <inheritdoc cref="InventoryRecord.Version"/>
    public string? Version { get; }

    /// <inheritdoc cref="InventoryRecord.DiscoveryName"/>
    public string? DiscoveryName { get; }

    /// <inheritdoc cref="InventoryRecord.Parent"/>
    public string? Parent { get; }

    /// <summary>The resource as sent: one JSON value in UTF-8; empty for an error.</summary>
    public ReadOnlyMemory<byte> Json => _json;

    /// <summary>Reads the resource as an object of the caller's.</summary>
    /// <param name="typeInfo">Source-generated metadata, so that this works under NativeAOT.</param>
    /// <exception cref="JsonException">The resource does not have the shape of <typeparamref name="T"/>.</exception>
    /// <exception cref="InvalidOperationException">The record is an error.</exception>
    public T? Deserialize<T>(JsonTypeInfo<T> typeInfo)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        return Error is null
            ? JsonSerializer.Deserialize(_json, typeInfo)
            : throw new InvalidOperationException($"The record is an error and has no resource to read: {Error}");
    }
}
