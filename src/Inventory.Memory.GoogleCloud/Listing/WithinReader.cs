using System.Globalization;
using System.Text.Json;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>Resources that stand whole in a property of another, such as the node pools of a cluster.</summary>
internal sealed class WithinReader : EmbeddedReader
{
    private readonly ItemPath _path;
    private readonly ItemProperties _properties = new();
    private readonly NamePlan _names;
    private readonly string _host;
    private readonly string _project;
    private readonly string? _version;
    private NameComposer? _composer;
    private ReadOnlyMemory<byte> _item;
    private int _position;
    private int _number;

    public WithinReader(CatalogEntry entry, string project, AnswerNotices missing)
        : base(entry, missing)
    {
        _path = new ItemPath(entry.Within!);
        _names = new NamePlan(entry.NameTemplate ?? "{name}", _properties);
        _host = entry.Service.NameHost ?? entry.Service.Host;
        _project = project;
        _version = entry.Service.Version;
    }

    protected override void BeginCore()
    {
        var reader = new Utf8JsonReader(Json.Span);
        _position = _path.TryMoveTo(ref reader) && reader.TokenType == JsonTokenType.StartArray ? (int)reader.BytesConsumed : Json.Length;
        _composer = null;
        _number = 0;
    }

    protected override bool TryReadCore(ResourceItem item)
    {
        while (TryFindNext())
        {
            _composer ??= new NameComposer(_names, _host, _project, ResourceNames.Relative(OriginName), property => _properties.Get(_item, property));
            item.Json = _item;
            item.IsCompact = IsCompact;
            item.Version = _version;
            if ((_item.Span[0] == '{' ? _composer.SetName(item, Location) : ItemProblem.NoObject) is not { } problem)
            {
                return true;
            }

            LeaveOut(string.Create(CultureInfo.InvariantCulture, $"Item {_number} of '{_path.Text}'"), problem);
        }

        return false;
    }

    private bool TryFindNext()
    {
        var rest = Json.Span[_position..];
        var start = rest.IndexOfAnyExcept(" \t\r\n,"u8);
        if (start < 0 || rest[start] == (byte)']')
        {
            return false;
        }

        // One value out of the middle of an array: a reader that is told that more may follow stops at its end.
        var reader = new Utf8JsonReader(rest[start..], isFinalBlock: false, default);
        if (!reader.Read() || !reader.TrySkip())
        {
            return false;
        }

        _item = Json.Slice(_position + start, (int)reader.BytesConsumed);
        _position += start + _item.Length;
        _number++;
        return true;
    }
}
