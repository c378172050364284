using System.Buffers;
using System.Text;
using System.Text.Json;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Emulator.Estates;
using Inventory.Memory.GoogleCloud.Emulator.Json;

namespace Inventory.Memory.GoogleCloud.Emulator.Platform;

/// <summary>The resources of one scope of one collection as Cloud Asset Inventory writes them. Not safe for concurrent use.</summary>
internal sealed class AssetList
{
    private readonly ResourceList _list;
    private readonly int _scope;
    private readonly string _project;
    private readonly bool _hasLinks;
    private readonly ArrayBufferWriter<byte> _item = new(4096);
    private readonly byte[] _start;
    private readonly byte[] _head;
    private readonly byte[] _tail;

    public AssetList(CatalogEntry entry, string project, ResourceList list, int scope)
    {
        (_list, _scope, _project, _hasLinks) = (list, scope, project, entry.NameTemplate is null);
        AssetType = entry.AssetType(list.Scopes[scope].Kind);
        var location = list.Scopes[scope].Location is { Length: > 0 } place ? place : "global";
        _start = Encoding.UTF8.GetBytes($"{{\"name\":\"//{entry.Service.NameHost ?? entry.Service.Host}/");
        _head = Encoding.UTF8.GetBytes(
            $$"""
            ","assetType":"{{AssetType}}","resource":{"version":"{{entry.Service.Version}}","discoveryName":"{{entry.Type}}","parent":"//cloudresourcemanager.googleapis.com/projects/{{project}}","data":
            """);
        _tail = Encoding.UTF8.GetBytes(
            $$"""
            ,"location":"{{location}}"},"ancestors":["projects/{{project}}"],"updateTime":"2025-01-01T00:00:00Z"}
            """);
    }

    public string AssetType { get; }

    public long Count => _list.End(_scope) - _list.Start(_scope);

    public void Write(JsonEmitter json, long index)
    {
        Read(index);
        json.BeginRaw();
        json.Output.Write(_start);
        json.Output.Write(Name());
        json.Output.Write(_head);
        json.Output.Write(_item.WrittenSpan);
        json.Output.Write(_tail);
    }

    /// <summary>A resource's name without the project, as calls for its children have it.</summary>
    public string RelativeNameOf(long index)
    {
        Read(index);
        var name = Encoding.UTF8.GetString(Name());
        var project = $"projects/{_project}/";
        return name.StartsWith(project, StringComparison.Ordinal) ? name[project.Length..] : name;
    }

    private void Read(long index)
    {
        _item.ResetWrittenCount();
        _list.CopyTo(_list.Start(_scope) + index, _scope, _item);
    }

    /// <summary>The selfLink from <c>projects/</c> on, or the name that is whole.</summary>
    private ReadOnlySpan<byte> Name()
    {
        var reader = new Utf8JsonReader(_item.WrittenSpan);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals(_hasLinks ? "selfLink"u8 : "name"u8))
            {
                reader.Read();
                return _hasLinks ? reader.ValueSpan[(reader.ValueSpan.IndexOf("/projects/"u8) + 1)..] : reader.ValueSpan;
            }
        }

        throw new InvalidOperationException($"A resource of '{AssetType}' has no name.");
    }
}
