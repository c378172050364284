using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Inventory.Memory.Sources;

namespace Inventory.Memory;

/// <summary>
/// One resource, or one error, as a lease: its bytes belong to the run and are valid until the next record is asked
/// for. <see cref="Detach"/> makes something that may be kept.
/// </summary>
/// <remarks>
/// Every member of a lease that has ended throws <see cref="InvalidOperationException"/>. A span taken from
/// <see cref="Json"/> earlier cannot be guarded: debug builds overwrite the bytes, so that a mistake shows, and the memory of
/// a resource over 80 KiB is given back to the system, so that reading it later ends the process.
/// Not safe for concurrent use with the enumeration it came from.
/// </remarks>
public readonly struct InventoryRecord
{
    private readonly ResourceItem? _item;
    private readonly long _lease;

    internal InventoryRecord(ResourceItem item)
    {
        _item = item;
        _lease = item.Lease;
    }

    /// <summary>Whether this says what is missing instead of being a resource.</summary>
    public bool IsError => Item.Error is not null;

    /// <summary>What is missing; null for a resource.</summary>
    public InventoryError? Error => Item.Error;

    /// <summary>The full resource name, such as <c>//compute.googleapis.com/projects/p/zones/z/instances/i</c>; empty for an error.</summary>
    /// <remarks>Makes a string at each call.</remarks>
    public string Name => Item.GetName();

    /// <summary>The asset type, such as <c>compute.googleapis.com/Instance</c>.</summary>
    public string AssetType => Item.AssetType;

    /// <summary>The collection the record was listed in, such as <c>compute.instances</c>.</summary>
    public string Collection => Item.Collection;

    /// <summary>The project (or account) the record was listed in, where the source has one.</summary>
    public string? Project => Item.Project;

    /// <summary>Zone, region or <c>global</c>; null where unknown.</summary>
    public string? Location => Item.Location;

    /// <summary>The version of the API that answered, such as <c>v1</c>.</summary>
    public string? Version => Item.Version;

    /// <summary>The API's own name of the resource, such as <c>Instance</c>.</summary>
    public string? DiscoveryName => Item.DiscoveryName;

    /// <summary>The full resource name of the parent.</summary>
    public string? Parent => Item.Parent;

    /// <summary>The resource as sent: one JSON value in UTF-8; empty for an error. Valid until the next record.</summary>
    public ReadOnlySpan<byte> Json => Item.Json.Span;

    internal ResourceItem Item => _item is { } item && item.Lease == _lease ? item : throw Ended();

    /// <summary>Copies the record into an object that may be kept for any time.</summary>
    public DetachedRecord Detach()
    {
        var item = Item;
        item.DetachedBytes += item.Json.Length;
        return new DetachedRecord(item);
    }

    /// <summary>Reads the resource as an object of the caller's.</summary>
    /// <param name="typeInfo">Source-generated metadata, so that this works under NativeAOT.</param>
    /// <exception cref="JsonException">The resource does not have the shape of <typeparamref name="T"/>.</exception>
    /// <exception cref="InvalidOperationException">The lease has ended, or the record is an error.</exception>
    public T? Deserialize<T>(JsonTypeInfo<T> typeInfo)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        var item = Item;
        return item.Error is null
            ? JsonSerializer.Deserialize(item.Json.Span, typeInfo)
            : throw new InvalidOperationException($"The record is an error and has no resource to read: {item.Error}");
    }

    private static InvalidOperationException Ended() => new(
        "The record's lease has ended: it is valid until the next record is asked for. Call Detach() to keep it.");
}
