using System.Globalization;
using Inventory.Memory.GoogleCloud.Listing;
using Inventory.Memory.Json;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Assets;

/// <summary>Reads a list of assets; a record is the resource inside, under the asset's own name and type.</summary>
/// <remarks>The asset's ancestors and the time of its last change are left out: a record has the parent, and is the same from every source.</remarks>
internal sealed class AssetCursor : ListCursor
{
    private const int Name = 0;
    private const int Type = 1;

    /// <summary>100 lists a minute, where Compute Engine allows 1,500 requests: as many, of a bucket that is the same for both.</summary>
    private const int QuotaCost = 15;

    private static readonly JsonListShape s_shape = AnswerShapes.For("assets", "name", "assetType");

    private readonly AssetInventorySource _source;
    private readonly string _baseUrl;
    private readonly AssetParser _asset = new();

    /// <summary>An asset is taken apart by a parser, so it is proved to be valid whatever the options say.</summary>
    public AssetCursor(AssetInventorySource source, string? pageToken)
        : base(source.Context, "cloudasset", source.Project ?? source.Root, s_shape, pageToken, validate: true)
    {
        _source = source;
        _baseUrl = $"{BaseAddress}v1/{source.Root}/assets?contentType=RESOURCE&prettyPrint=false{source.TypeQuery}";
        (Call.Consumer, Call.QuotaCost) = (CallersProject, QuotaCost);
    }

    protected override int? ChosenPageSize => _source.PageSize;

    protected override int MaxPageSize => 1000;

    protected override Uri MakeAddress(int pageSize, string? pageToken)
    {
        Log.PageRequested(_source.Context.Logger, _source.Collection, _source.Root, Call.Project, Call.Host);
        return new Uri(string.Create(CultureInfo.InvariantCulture, $"{_baseUrl}&pageSize={pageSize}{(pageToken is null ? "" : $"&pageToken={Uri.EscapeDataString(pageToken)}")}"));
    }

    protected override bool Wants(string location) => _source.Wants(location);

    protected override bool TryTake(out ulong identity)
    {
        identity = 0;
        if (Reader.Value.Span[0] != '{')
        {
            return LeaveOut(ItemProblem.NoObject, FallbackAssetType, null, out identity);
        }

        _asset.Parse(Reader.Value);
        if (!_source.Wants(_asset.Location))
        {
            return false;
        }

        var name = Reader.GetField(Name);
        if ((_asset.Problem ?? ItemProblem.OfName(name.Raw.Length)) is { } problem)
        {
            return LeaveOut(problem, _asset.AssetType.Length == 0 ? FallbackAssetType : _asset.AssetType, _asset.Location, out identity);
        }

        Item.Json = _asset.Data;
        Item.IsCompact = Reader.IsCompact;
        Item.AssetType = _asset.AssetType;
        Item.Location = _asset.Location;
        Item.Version = _asset.Version;
        Item.DiscoveryName = _asset.DiscoveryName;
        Item.Parent = _asset.Parent;
        if (!name.IsEscaped)
        {
            Item.SetName(name.Raw, default);
        }
        else if (name.TryGetText(out var text))
        {
            Item.SetName(text);
        }
        else
        {
            return LeaveOut(ItemProblem.NameIsNoText, _asset.AssetType, _asset.Location, out identity);
        }

        identity = Item.GetNameHash();
        return true;
    }

    protected override string FallbackAssetType => _source.AssetTypes[0];

    protected override void ReportSkipped()
    {
        var (type, name) = (Reader.GetField(Type), Reader.GetField(Name));
        Missing.AddSkipped(
            type.IsPresent ? type.ToString() : FallbackAssetType, null, name.IsPresent ? name.ToString() : Position, Reader, _source.Context.Options.MaxItemBytes);
    }
}
