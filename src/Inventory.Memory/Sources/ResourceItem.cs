using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Inventory.Memory.Sources;

/// <summary>
/// The place into which a source puts one resource at a time; one per cursor, used again for every resource.
/// </summary>
/// <remarks>Belongs to its cursor. Not safe for concurrent use.</remarks>
public sealed class ResourceItem
{
    /// <summary>A buffer of the adapters that grew past this is dropped after use: 64 KiB holds all but rare resources.</summary>
    internal const int KeptBufferBytes = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _written = new();
    private ReadOnlyMemory<byte> _namePrefix;
    private ReadOnlyMemory<byte> _nameRest;
    private string? _name;
    private Utf8JsonWriter? _writer;

    internal ResourceItem()
    {
    }

    /// <summary>The resource: one JSON object in UTF-8, owned by the source, untouched until the next read.</summary>
    public ReadOnlyMemory<byte> Json
    {
        get;
        set
        {
            field = value;
            IsWellFormed = false;
        }
    }

    /// <summary>Whether <see cref="Json"/> is known to have no white space between tokens; false when unknown.</summary>
    public bool IsCompact { get; set; }

    /// <inheritdoc cref="InventoryRecord.AssetType"/>
    public string AssetType { get; set; } = "";

    /// <inheritdoc cref="InventoryRecord.Location"/>
    public string? Location { get; set; }

    /// <inheritdoc cref="InventoryRecord.Version"/>
    public string? Version { get; set; }

    /// <inheritdoc cref="InventoryRecord.DiscoveryName"/>
    public string? DiscoveryName { get; set; }

    /// <inheritdoc cref="InventoryRecord.Parent"/>
    public string? Parent { get; set; }

    /// <summary>Whether a serializer has written <see cref="Json"/>, so that it need not be looked through.</summary>
    internal bool IsWellFormed { get; private set; }

    internal bool HasName => _name is null ? _namePrefix.Length + _nameRest.Length > 0 : _name.Length > 0;

    /// <summary>Whether there is a name, and what begins as an object.</summary>
    internal bool IsObjectWithName => HasName && Json.Length > 1 && (Json.Span[0] == '{' || Json.Span.TrimStart(ItemProof.WhiteSpace) is [(byte)'{', ..]);

    /// <summary>The same, or text: some APIs' lists are of names alone.</summary>
    internal bool IsResourceWithName => IsObjectWithName || (HasName && Json.Length > 1 && Json.Span[0] == '"');

    internal string Collection { get; set; } = "";

    internal string? Project { get; set; }

    internal InventoryError? Error { get; set; }

    internal ScopeNotice? Notice { get; private set; }

    /// <summary>Grows by one whenever a record made from this item ends.</summary>
    internal long Lease { get; private set; }

    /// <summary>Bytes of records that the consumer has made its own: it may be keeping them.</summary>
    internal long DetachedBytes { get; set; }

    internal ReadOnlySpan<byte> NamePrefix => _namePrefix.Span;

    internal ReadOnlySpan<byte> NameRest => _nameRest.Span;

    internal string? NameText => _name;

    /// <summary>Sets the full resource name from a string.</summary>
    /// <param name="name">Not empty: a resource without a name ends its scope failed.</param>
    public void SetName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        _name = name;
        _namePrefix = _nameRest = default;
    }

    /// <summary>Sets the full resource name as two pieces of UTF-8 text, without making a string.</summary>
    /// <param name="prefix">What comes first; untouched until the next read.</param>
    /// <param name="rest">What follows; untouched until the next read.</param>
    public void SetName(ReadOnlyMemory<byte> prefix, ReadOnlyMemory<byte> rest)
    {
        _name = null;
        _namePrefix = prefix;
        _nameRest = rest;
    }

    /// <summary>Writes an object as the resource, into a buffer of the item's own.</summary>
    /// <param name="value">The resource; written as a JSON object.</param>
    /// <param name="typeInfo">Source-generated metadata, so that this works under NativeAOT.</param>
    public void Write<T>(T value, JsonTypeInfo<T> typeInfo)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        _written.ResetWrittenCount();
        _writer ??= new Utf8JsonWriter(_written);
        _writer.Reset(_written);
        JsonSerializer.Serialize(_writer, value, typeInfo);
        _writer.Flush();
        Json = _written.WrittenMemory;
        IsWellFormed = true;
        IsCompact = !typeInfo.Options.WriteIndented;
    }

    /// <summary>Takes the resource as JSON text, into a buffer of the item's own.</summary>
    /// <param name="json">One JSON object, such as a protobuf formatter makes it. The adapters look it through; anything else ends the scope failed.</param>
    public void Write(ReadOnlySpan<char> json)
    {
        _written.ResetWrittenCount();
        Encoding.UTF8.GetBytes(json, _written);
        Json = _written.WrittenMemory;
        IsCompact = false;
    }

    /// <summary>
    /// A hash of the full resource name, the same for the same name however it was set: what a source needs to know what
    /// it has handed out already, be it in an earlier process. Allocates nothing.
    /// </summary>
    public ulong GetNameHash() => _name is null ? NameHash.Of(_namePrefix.Span, _nameRest.Span) : NameHash.Of(_name);

    /// <summary>Makes this an error record instead of a resource: what was being read says that something is missing.</summary>
    /// <param name="notice">What is missing; the scope ends partial.</param>
    public void Report(ScopeNotice notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        Notice = notice;
    }

    internal string GetName() =>
        _name ?? string.Create(null, stackalloc char[256], $"{Encoding.UTF8.GetString(_namePrefix.Span)}{Encoding.UTF8.GetString(_nameRest.Span)}");

    /// <summary>Ends every record made from this item, and empties it for the next resource.</summary>
    internal void Release()
    {
        Lease++;
        Json = default;
        Notice = null;
        Error = null;
        SetName("");
        if (_written.Capacity > KeptBufferBytes)
        {
            _written.Clear();
            _writer?.Dispose();
            _writer = null;
        }
    }
}
