using System.Runtime.CompilerServices;
using System.Text.Json;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Http;
using Inventory.Memory.Json;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>Reads one list call item by item, and says what each is called, where it belongs, and what belongs to it.</summary>
internal sealed class GoogleCloudCursor : ResourceCursor, IPageItems
{
    private readonly GoogleCloudSource _source;
    private readonly ResourceScope _scope;
    private readonly ListPlan _plan;
    private readonly ApiCall _call;
    private readonly string _baseUrl;
    private readonly PageReader _pages;
    private readonly JsonItemReader _reader;
    private readonly AnswerNotices _notices;
    private readonly PlaceFinder _places;
    private readonly ItemNames _names;
    private readonly Belongings _belongings;
    private readonly string _parent;
    private long _items;
    private string? _itemToken;

    public GoogleCloudCursor(GoogleCloudSource source, ResourceScope scope, string? pageToken)
    {
        (_source, _scope, PageToken) = (source, scope, pageToken);
        var (kind, place) = source.Entry.Methods.ContainsKey(ScopeKind.Parent) ? (ScopeKind.Parent, scope.Name) : Place.ParseKey(scope.Name);
        _plan = source.Plan.For(kind);
        _parent = source.ParentOf(scope);
        _notices = new AnswerNotices(IsScope);
        var context = source.Context;
        var endpoint = Endpoint.For(context.Options, source.Entry.Service.Service);
        _baseUrl = ListUrl.Base(endpoint, _plan, source.Project!, place);
        var bounds = new JsonItemReaderOptions
        {
            MaxItemBytes = context.Options.MaxItemBytes,
            ValidateItems = context.Options.ValidateItems,
            TryReserve = TryReserve,
            Release = ReleaseReserved,
        };
        _call = new ApiCall(source.Project!, $"{endpoint.Host}:{endpoint.Port}");
        _pages = new PageReader(context, _call, _plan.Shape, bounds, this, pageToken) { IsSingle = source.Entry.IsSingle };
        _reader = _pages.Json;
        _places = new PlaceFinder(source, _plan, scope);
        _names = new ItemNames(_plan, _reader, source.Project!, kind == ScopeKind.Parent ? scope.Name : "");
        _belongings = new Belongings(source, _plan, _reader);
    }

    private int WantedPageSize =>
        PageSize ?? _source.Filter.PageSize ?? _source.Context.Options.PageSize ?? _source.Entry.MaxPageSize;

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

            if (TryGoOn(out var next))
            {
                return next;
            }

            switch (await ReadStepAsync(cancellationToken).ConfigureAwait(false))
            {
                case JsonStep.Item when TryHandOut():
                    return CursorStep.Item;
                case JsonStep.Notice:
                    TakeNotice();
                    break;
                case JsonStep.SkippedItem:
                    ReportSkipped();
                    break;
                case JsonStep.End:
                    return EndPage();
                default:
                    break;
            }
        }
    }

    protected override void BeginAheadCore(CancellationToken cancellationToken) => _pages.BeginAhead(WantedPageSize, cancellationToken);

    protected override void EndAheadCore() => _pages.EndAhead();

    protected override ValueTask CloseCoreAsync() => _pages.DisposeAsync();

    string? IPageItems.NextPageToken => _itemToken;

    Uri IPageItems.Address(int pageSize, string? pageToken)
    {
        var entry = _source.Entry;
        Log.PageRequested(_source.Context.Logger, _source.Collection, _scope.Name, _source.Project!, _call.Host);
        _itemToken = null;
        if (entry.Body is null)
        {
            return ListUrl.Page(_baseUrl, entry, pageSize, pageToken);
        }

        _call.Body = PostBody.Make(entry, _source.Project!, _scope.Name, pageSize, pageToken);
        return new Uri(_baseUrl);
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
        catch (ScopeFailedException failure) when (failure.HttpStatus == 404 && _source.Entry.AbsentIsEmpty)
        {
            return JsonStep.End;
        }
        finally
        {
            TakeCounters();
        }
    }

    private void TakeCounters() =>
        (Requests, Retries, Waited, BytesRead) = (_call.Requests, _call.Retries, _call.Waited, _pages.BytesRead);

    /// <summary>What belongs to the last resource comes before the next one.</summary>
    private bool TryGoOn(out CursorStep step)
    {
        step = CursorStep.Item;
        if (_belongings.TryReadEmbedded(Item))
        {
            return true;
        }

        Children = _belongings.TakeChildren();
        step = CursorStep.Children;
        return Children.Count > 0;
    }

    /// <summary>Takes up what belongs to a resource that is new. False: only that is wanted, not the resource.</summary>
    private bool TryHandOut()
    {
        if (_belongings.AreWanted)
        {
            var place = _places.Find(_reader);
            _belongings.Begin(place, _names.GetText(place));
        }

        return _source.Plan.Selected.IsHandedOut;
    }

    bool IPageItems.TryTake(out ulong identity)
    {
        _items++;
        var entry = _source.Entry;
        var place = _places.Find(_reader);
        if (entry.IsSingle)
        {
            ThrowIfNoResource();
        }

        if (_plan.TokenProperty >= 0)
        {
            _itemToken = _plan.Properties.Get(_reader, _plan.TokenProperty).ToString();
        }

        if (!place.IsWanted || (_plan.Labels is { } labels && !_source.Filter.Labels!.IsMatch(_reader.Value.Span, labels)))
        {
            identity = 0;
            return false;
        }

        Item.Json = _reader.Value;
        Item.IsCompact = _reader.IsCompact;
        Item.AssetType = place.AssetType;
        Item.Location = place.Location;
        Item.Version = entry.Service.Version;
        Item.DiscoveryName = entry.Type;
        Item.Parent = _parent;
        _names.SetName(Item, place);
        identity = Item.GetNameHash();
        return true;
    }

    /// <summary>An answer that should be one resource and is an error, or nothing, is a failure.</summary>
    private void ThrowIfNoResource()
    {
        var reader = new Utf8JsonReader(_reader.Value.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || new ItemPath("error").TryMoveTo(ref reader))
        {
            throw NoResource();
        }
    }

    /// <summary>Whether a place of an aggregated answer has a call of its own.</summary>
    private bool IsScope(string key) =>
        _plan.Kind == ScopeKind.Aggregated && Place.ParseKey(key).Kind is ScopeKind.Zone or ScopeKind.Region && _source.Entry.Methods.ContainsKey(Place.ParseKey(key).Kind);

    private void TakeNotice()
    {
        var value = _reader.Value.Span;
        switch (_reader.NoticeIndex)
        {
            case Notices.Error:
                break;
            case Notices.Warning:
                var place = _reader.ScopeKey is null ? null : _places.Find(_reader);
                if (place?.IsWanted != false)
                {
                    _notices.AddWarning(value, place?.Location ?? _scope.Location, _reader.ScopeKey);
                }

                break;
            case Notices.Warnings:
                _notices.AddWarnings(value, _source.Wants);
                break;
            case Notices.UnexpectedToken:
                _notices.AddUnexpectedToken(value);
                break;
            default:
                _notices.AddUnreachable(value, Notices.Name(_reader.NoticeIndex), _source.Wants);
                break;
        }
    }

    private void ReportSkipped()
    {
        _items++;
        var place = _places.Find(_reader);
        if (place.IsWanted)
        {
            _notices.AddTooLarge(
                place.AssetType, place.Location, _names.GetText(place), _reader.ValueLength, _source.Context.Options.MaxItemBytes, _reader.WasRefused);
        }
    }

    private CursorStep EndPage()
    {
        if (_source.Entry.IsSingle && _items == 0 && _pages.IsOpen)
        {
            throw NoResource();
        }

        var more = _pages.EndPage();
        TakeCounters();
        PageToken = _pages.PageToken;
        _itemToken = null;
        return more ? CursorStep.PageEnd : CursorStep.End;
    }

    private ScopeFailedException NoResource() => new(
        ScopeState.Failed, "malformed", $"{_call.Host} answered 200 for project '{_source.Project}', but not with a {_source.Entry.Type}. Try again; if it stays, check --endpoint.")
    {
        HttpStatus = 200,
    };
}
