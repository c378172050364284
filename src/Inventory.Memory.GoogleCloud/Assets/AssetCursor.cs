using System.Runtime.CompilerServices;
using Inventory.Memory.GoogleCloud.Http;
using Inventory.Memory.GoogleCloud.Listing;
using Inventory.Memory.Json;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Assets;

/// <summary>Reads a list of assets; a record is the resource inside, under the asset's own name and type.</summary>
/// <remarks>The asset's ancestors and the time of its last change are left out: a record has the parent, and is the same from every source.</remarks>
internal sealed class AssetCursor : ResourceCursor, IPageItems
{
    private const int Name = 0;
    private const int Type = 1;

    /// <summary>The API's own most.</summary>
    private const int MaxPageSize = 1000;

    private static readonly JsonListShape s_shape = AnswerShapes.For("assets", "name", "assetType");

    private readonly AssetInventorySource _source;
    private readonly ApiCall _call;
    private readonly string _baseUrl;
    private readonly PageReader _pages;
    private readonly AssetParser _asset = new();
    /// <summary>One list for everything: no place of it could be listed on its own.</summary>
    private readonly AnswerNotices _notices = new(static _ => false);

    public AssetCursor(AssetInventorySource source, string? pageToken)
    {
        (_source, PageToken) = (source, pageToken);
        var context = source.Context;
        var endpoint = Endpoint.For(context.Options, "cloudasset");
        _call = new ApiCall(source.Project ?? source.Parent, $"{endpoint.Host}:{endpoint.Port}");
        _baseUrl = $"{endpoint}v1/{source.Parent}/assets?contentType=RESOURCE&prettyPrint=false{source.TypeQuery}";
        var bounds = new JsonItemReaderOptions { MaxItemBytes = context.Options.MaxItemBytes, TryReserve = TryReserve, Release = ReleaseReserved };
        _pages = new PageReader(context, _call, s_shape, bounds, this, pageToken);
    }

    private int WantedPageSize => Math.Min(PageSize ?? _source.PageSize ?? _source.Context.Options.PageSize ?? MaxPageSize, MaxPageSize);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected override async ValueTask<CursorStep> ReadCoreAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_notices.TryTake(out var notice))
            {
                Item.Report(notice!);
                return CursorStep.Notice;
            }

            switch (await ReadStepAsync(cancellationToken).ConfigureAwait(false))
            {
                case JsonStep.Item:
                    return CursorStep.Item;
                case JsonStep.Notice:
                    TakeNotice();
                    break;
                case JsonStep.SkippedItem:
                    ReportSkipped();
                    break;
                default:
                    return EndPage();
            }
        }
    }

    protected override void BeginAheadCore(CancellationToken cancellationToken) => _pages.BeginAhead(WantedPageSize, cancellationToken);

    protected override void EndAheadCore() => _pages.EndAhead();

    protected override ValueTask CloseCoreAsync() => _pages.DisposeAsync();

    Uri IPageItems.Address(int pageSize, string? pageToken)
    {
        Log.PageRequested(_source.Context.Logger, _source.Collection, _source.Parent, _call.Project, _call.Host);
        return new Uri($"{_baseUrl}&pageSize={pageSize}{(pageToken is null ? "" : $"&pageToken={Uri.EscapeDataString(pageToken)}")}");
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<JsonStep> ReadStepAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _pages.ReadAsync(WantedPageSize, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            (Requests, Retries, Waited, BytesRead) = (_call.Requests, _call.Retries, _call.Waited, _pages.BytesRead);
        }
    }

    bool IPageItems.TryTake(out ulong identity)
    {
        identity = 0;
        var reader = _pages.Json;
        _asset.Parse(reader.Value);
        if (!_source.Wants(_asset.Location))
        {
            return false;
        }

        Item.Json = _asset.Data;
        Item.IsCompact = reader.IsCompact;
        Item.AssetType = _asset.AssetType;
        Item.Location = _asset.Location;
        Item.Version = _asset.Version;
        Item.DiscoveryName = _asset.DiscoveryName;
        Item.Parent = _asset.Parent;
        var name = reader.GetField(Name);
        if (name.IsEscaped)
        {
            Item.SetName(name.ToString());
        }
        else
        {
            Item.SetName(name.Raw, default);
        }

        identity = Item.GetNameHash();
        return true;
    }

    private void TakeNotice()
    {
        var reader = _pages.Json;
        if (reader.NoticeIndex == Notices.Warning)
        {
            _notices.AddWarning(reader.Value.Span, null);
        }
        else if (reader.NoticeIndex != Notices.Error)
        {
            _notices.AddUnreachable(reader.Value.Span, Notices.Name(reader.NoticeIndex));
        }
    }

    private void ReportSkipped()
    {
        var reader = _pages.Json;
        _notices.AddTooLarge(
            reader.GetField(Type).ToString(), null, reader.GetField(Name).ToString(), reader.ValueLength, _source.Context.Options.MaxItemBytes, reader.WasRefused);
    }

    private CursorStep EndPage()
    {
        var more = _pages.EndPage();
        PageToken = _pages.PageToken;
        return more ? CursorStep.PageEnd : CursorStep.End;
    }
}
