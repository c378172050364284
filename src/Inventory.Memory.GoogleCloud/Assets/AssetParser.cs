using System.Text.Json;
using Inventory.Memory.GoogleCloud.Listing;

namespace Inventory.Memory.GoogleCloud.Assets;

/// <summary>Finds the parts of an asset in its JSON, whatever their order, without copying any. Not safe for concurrent use.</summary>
internal sealed class AssetParser
{
    private static readonly ReadOnlyMemory<byte> s_noData = "{}"u8.ToArray();

    private readonly TextCache _texts = new();

    public string AssetType { get; private set; } = "";

    public string? Version { get; private set; }

    public string? DiscoveryName { get; private set; }

    public string? Parent { get; private set; }

    public string? Location { get; private set; }

    /// <summary>The resource itself; an empty object where the asset has none.</summary>
    public ReadOnlyMemory<byte> Data { get; private set; }

    /// <summary>Why it is no asset; null as a rule.</summary>
    public string? Problem { get; private set; }

    /// <param name="asset">A whole object, known to be valid JSON.</param>
    /// <exception cref="InvalidOperationException">One of the texts has escapes that are no valid text.</exception>
    public void Parse(ReadOnlyMemory<byte> asset)
    {
        AssetType = "";
        Version = DiscoveryName = Parent = Location = Problem = null;
        Data = s_noData;
        var reader = new Utf8JsonReader(asset.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("assetType"u8);
            var isResource = reader.ValueTextEquals("resource"u8);
            reader.Read();
            if (isType)
            {
                AssetType = Text(ref reader) ?? "";
            }
            else if (isResource && reader.TokenType == JsonTokenType.StartObject)
            {
                ParseResource(ref reader, asset);
                continue;
            }

            reader.Skip();
        }

        Problem ??= AssetType.Length == 0 ? ItemProblem.NoType : null;
    }

    private void ParseResource(ref Utf8JsonReader reader, ReadOnlyMemory<byte> asset)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var part = Part(ref reader);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            switch (part)
            {
                case ResourcePart.Version:
                    Version = Text(ref reader);
                    break;
                case ResourcePart.DiscoveryName:
                    DiscoveryName = Text(ref reader);
                    break;
                case ResourcePart.Parent:
                    Parent = Text(ref reader);
                    break;
                case ResourcePart.Location:
                    Location = Text(ref reader);
                    break;
                default:
                    break;
            }

            var type = reader.TokenType;
            reader.Skip();
            if (part == ResourcePart.Data && type != JsonTokenType.Null)
            {
                Problem ??= type == JsonTokenType.StartObject ? null : ItemProblem.NoData;
                Data = asset[start..(int)reader.BytesConsumed];
            }
        }
    }

    /// <summary>Each is kept until the next asset has another.</summary>
    private string? Text(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length > ItemProblem.MaxNameBytes)
        {
            Problem ??= ItemProblem.TextTooLong;
            return null;
        }

        return _texts.Get(ref reader);
    }

    private static ResourcePart Part(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("data"u8) ? ResourcePart.Data
        : reader.ValueTextEquals("version"u8) ? ResourcePart.Version
        : reader.ValueTextEquals("discoveryName"u8) ? ResourcePart.DiscoveryName
        : reader.ValueTextEquals("parent"u8) ? ResourcePart.Parent
        : reader.ValueTextEquals("location"u8) ? ResourcePart.Location
        : ResourcePart.Other;

    private enum ResourcePart
    {
        Other,
        Data,
        Version,
        DiscoveryName,
        Parent,
        Location,
    }
}
