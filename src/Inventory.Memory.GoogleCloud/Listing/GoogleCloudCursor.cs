using System.Runtime.CompilerServices;
using System.Text;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Http;
using Inventory.Memory.Json;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>Reads one list call item by item, and says what each is called and where it belongs.</summary>
internal sealed class GoogleCloudCursor : ResourceCursor, IPageItems
{
    /// <summary>More than Google has zones and regions; the table starts again past it.</summary>
    private const int MaxPlaces = 1024;

    private readonly GoogleCloudSource _source;
    private readonly ResourceScope _scope;
    private readonly ScopeKind _kind;
    private readonly string _baseUrl;
    private readonly ApiCall _call;
    private readonly PageReader _pages;
    private readonly JsonItemReader _reader;
    private readonly AnswerNotices _notices;
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);
    private readonly ReadOnlyMemory<byte> _hostPrefix;
    private string? _placeKey;
    private Place? _place;

    public GoogleCloudCursor(GoogleCloudSource source, ResourceScope scope, string? pageToken)
    {
        (_source, _scope, PageToken) = (source, scope, pageToken);
        (_kind, var location) = Place.ParseKey(scope.Name);
        var entry = source.Entry;
        _notices = new AnswerNotices(IsScope);
        var context = source.Context;
        var endpoint = Endpoint.For(context.Options, entry.Service.Service);
        var shape = ListShapes.For(entry, _kind);
        _baseUrl = ListUrl.Base(endpoint, entry, _kind, source.Project!, location, shape.ItemsPath, source.Filter.Fields);
        var bounds = new JsonItemReaderOptions
        {
            MaxItemBytes = context.Options.MaxItemBytes,
            ValidateItems = context.Options.ValidateItems,
            TryReserve = TryReserve,
            Release = ReleaseReserved,
        };
        _call = new ApiCall(source.Project!, $"{endpoint.Host}:{endpoint.Port}");
        _pages = new PageReader(context, _call, shape, bounds, this, pageToken);
        _reader = _pages.Json;
        _hostPrefix = Encoding.UTF8.GetBytes($"//{entry.Service.Host}/");
        if (_kind != ScopeKind.Aggregated)
        {
            _place = Place.Parse(source, scope.Name);
        }
    }

    private int WantedPageSize =>
        PageSize ?? _source.Filter.PageSize ?? _source.Context.Options.PageSize ?? _source.Entry.Service.MaxPageSize;

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
        Log.PageRequested(_source.Context.Logger, _source.Collection, _scope.Name, _call.Project, _call.Host);
        return ListUrl.Page(_baseUrl, _source.Entry.Service, pageSize, pageToken);
    }

    private ValueTask<JsonStep> ReadStepAsync(CancellationToken cancellationToken)
    {
        var step = _pages.ReadAsync(WantedPageSize, cancellationToken);
        return step.IsCompletedSuccessfully ? step : AwaitAsync(step);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<JsonStep> AwaitAsync(ValueTask<JsonStep> step)
    {
        try
        {
            return await step.ConfigureAwait(false);
        }
        finally
        {
            TakeCounters();
        }
    }

    private void TakeCounters() =>
        (Requests, Retries, Waited, BytesRead) = (_call.Requests, _call.Retries, _call.Waited, _pages.BytesRead);

    bool IPageItems.TryTake(out ulong identity)
    {
        var place = CurrentPlace();
        if (!place.IsWanted)
        {
            identity = 0;
            return false;
        }

        Item.Json = _reader.Value;
        Item.IsCompact = _reader.IsCompact;
        Item.AssetType = place.AssetType;
        Item.Location = place.Location;
        Item.Version = _source.Entry.Service.Version;
        Item.DiscoveryName = _source.Entry.Type;
        Item.Parent = _source.Parent;
        SetName(place);
        identity = Item.GetNameHash();
        return true;
    }

    /// <summary>The place of what was just read: of the call, or in an aggregated answer of the map's entry.</summary>
    private Place CurrentPlace()
    {
        if (_kind != ScopeKind.Aggregated || (_place is not null && ReferenceEquals(_placeKey, _reader.ScopeKey)))
        {
            return _place!;
        }

        _placeKey = _reader.ScopeKey;
        var key = _placeKey ?? "global";
        if (!_places.TryGetValue(key, out _place))
        {
            if (_places.Count == MaxPlaces)
            {
                _places.Clear();
            }

            _places.Add(key, _place = Place.Parse(_source, key));
        }

        return _place;
    }

    /// <summary>The host and the selfLink from <c>projects/</c> on, as bytes; without a selfLink, scope and name.</summary>
    private void SetName(Place place)
    {
        var link = _reader.GetField(ListShapes.SelfLink);
        var start = link.IsEscaped ? -1 : link.Raw.Span.IndexOf("/projects/"u8);
        if (start >= 0)
        {
            Item.SetName(_hostPrefix, link.Raw[(start + 1)..]);
            return;
        }

        var name = _reader.GetField(ListShapes.Name) is { IsPresent: true } named ? named : _reader.GetField(ListShapes.Id);
        if (!link.IsEscaped && !name.IsEscaped)
        {
            Item.SetName(place.NamePrefix, name.Raw);
            return;
        }

        Item.SetName(NameText(link, name, place));
    }

    private string NameText(JsonField link, JsonField name, Place place)
    {
        var text = link.ToString();
        var start = text.IndexOf("/projects/", StringComparison.Ordinal);
        return start >= 0
            ? $"{Encoding.UTF8.GetString(_hostPrefix.Span)}{text.AsSpan(start + 1)}"
            : $"{Encoding.UTF8.GetString(place.NamePrefix.Span)}{name}";
    }

    /// <summary>Whether a place of an aggregated answer has a call of its own.</summary>
    private bool IsScope(string key) =>
        _kind == ScopeKind.Aggregated && Place.ParseKey(key).Kind is ScopeKind.Zone or ScopeKind.Region && _source.Entry.Methods.ContainsKey(Place.ParseKey(key).Kind);

    private void TakeNotice()
    {
        var value = _reader.Value.Span;
        if (_reader.NoticeIndex == ListShapes.Error)
        {
            return;
        }

        if (_reader.NoticeIndex != ListShapes.Warning)
        {
            _notices.AddUnreachable(value, ListShapes.NoticeName(_reader.NoticeIndex));
            return;
        }

        var place = _reader.ScopeKey is null ? null : CurrentPlace();
        if (place?.IsWanted != false)
        {
            _notices.AddWarning(value, place?.Location ?? _scope.Location);
        }
    }

    private void ReportSkipped()
    {
        var place = CurrentPlace();
        if (place.IsWanted)
        {
            var name = _reader.GetField(ListShapes.Name) is { IsPresent: true } named ? named : _reader.GetField(ListShapes.Id);
            var fullName = NameText(_reader.GetField(ListShapes.SelfLink), name, place);
            _notices.AddTooLarge(
                place.AssetType, place.Location, fullName, _reader.ValueLength, _source.Context.Options.MaxItemBytes, _reader.WasRefused);
        }
    }

    private CursorStep EndPage()
    {
        var more = _pages.EndPage();
        TakeCounters();
        PageToken = _pages.PageToken;
        return more ? CursorStep.PageEnd : CursorStep.End;
    }
}
