using System.Buffers;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Json;

/// <summary>
/// What stands between a resource's name and its data: the same bytes for all resources of one type and place, and made
/// only when one of its parts changes.
/// </summary>
internal sealed class AssetEnvelope
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private string? _assetType;
    private string? _version;
    private string? _discoveryName;
    private string? _parent;
    private string? _location;

    /// <summary>From <c>,"assetType":</c> to <c>"data":</c>; valid until the next call.</summary>
    public ReadOnlySpan<byte> For(ResourceItem item)
    {
        if (item.Location != _location || item.AssetType != _assetType || item.Parent != _parent
            || item.Version != _version || item.DiscoveryName != _discoveryName)
        {
            (_assetType, _version, _discoveryName) = (item.AssetType, item.Version, item.DiscoveryName);
            (_parent, _location) = (item.Parent, item.Location);
            Make();
        }

        return _bytes.WrittenSpan;
    }

    private void Make()
    {
        _bytes.ResetWrittenCount();
        WriteText(",\"assetType\":"u8, _assetType!);
        _bytes.Write(",\"resource\":{"u8);
        WriteOptional("\"version\":"u8, _version);
        WriteOptional("\"discoveryName\":"u8, _discoveryName);
        WriteOptional("\"parent\":"u8, _parent);
        WriteOptional("\"location\":"u8, _location);
        _bytes.Write("\"data\":"u8);
    }

    private void WriteOptional(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            WriteText(name, value);
            _bytes.Write(","u8);
        }
    }

    private void WriteText(ReadOnlySpan<byte> name, string value)
    {
        _bytes.Write(name);
        JsonText.Write(_bytes, value);
    }
}
