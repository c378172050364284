using System.Runtime.CompilerServices;
using System.Text;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Http;
using Inventory.Memory.Json;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>Reads one list call, page by page, item by item, out of the bodies as they arrive.</summary>
/// <remarks>After the first page an item costs no allocation; a page costs its request.</remarks>
internal sealed class GoogleCloudCursor : ResourceCursor
{
    /// <summary>More than Google has zones and regions; the table starts again past it.</summary>
    private const int MaxPlaces = 1024;

    private readonly GoogleCloudSource _source;
    private readonly ResourceScope _scope;
    private readonly ScopeKind _kind;
    private readonly string _baseUrl;
    private readonly ApiCall _call;
    private readonly JsonItemReader _reader;
    private readonly Deadline _deadline;
    private readonly TimedBody _body;
    private readonly AnswerNotices _notices = new();
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);
    private readonly ReadOnlyMemory<byte> _hostPrefix;
    private HttpResponseMessage? _response;
    private string? _placeKey;
    private Place? _place;
    private long _bytesOfEarlierPages;

    public GoogleCloudCursor(GoogleCloudSource source, ResourceScope scope, string? pageToken)
    {
        (_source, _scope, PageToken) = (source, scope, pageToken);
        (_kind, var location) = Place.ParseKey(scope.Name);
        var entry = source.Entry;
        var context = source.Context;
        var endpoint = Endpoint.For(context.Options, entry.Service.Service);
        _call = new ApiCall(source.Project!, $"{endpoint.Host}:{endpoint.Port}");
        var shape = ListShapes.For(entry, _kind);
        _baseUrl = ListUrl.Base(endpoint, entry, _kind, source.Project!, location, shape.ItemsPath, source.Filter.Fields);
        _reader = new JsonItemReader(shape, new JsonItemReaderOptions
        {
            MaxItemBytes = context.Options.MaxItemBytes,
            TryReserve = TryReserve,
            Release = ReleaseReserved,
        });
        _deadline = new Deadline(context.Time);
        _body = new TimedBody(_deadline, context.Transport.BodyIdleTimeout);
        _hostPrefix = Encoding.UTF8.GetBytes($"//{entry.Service.Host}/");
        if (_kind != ScopeKind.Aggregated)
        {
            _place = Place.Parse(source, scope.Name);
        }
    }

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

            if (_response is null)
            {
                await BeginPageAsync(cancellationToken).ConfigureAwait(false);
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

    protected override ValueTask CloseCoreAsync()
    {
        _response?.Dispose();
        _deadline.Dispose();
        _reader.Dispose();
        return default;
    }

    private async ValueTask BeginPageAsync(CancellationToken cancellationToken)
    {
        var context = _source.Context;
        Log.PageRequested(context.Logger, _source.Collection, _scope.Name, _call.Project, _call.Host);
        var uri = ListUrl.Page(_baseUrl, _source.Entry.Service, PageSize ?? _source.Filter.PageSize ?? context.Options.PageSize, PageToken);
        try
        {
            _response = await context.Transport.SendAsync(_call, uri, _deadline, cancellationToken).ConfigureAwait(false);
            _body.Inner = await _response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            (Requests, Retries) = (_call.Requests, _call.Retries);
        }

        _reader.Begin(_body);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<JsonStep> ReadStepAsync(CancellationToken cancellationToken)
    {
        try
        {
            var step = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            BytesRead = _bytesOfEarlierPages + _reader.BytesRead;
            return step;
        }
        catch (MalformedJsonException failure)
        {
            throw Fail(ErrorClassifier.FromMalformed(_call, failure, _response?.Content.Headers.ContentType?.MediaType));
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw Fail(ErrorClassifier.FromException(_call, failure, _deadline.HasExpired(cancellationToken)));
        }
    }

    /// <summary>False: the resource is not one of those that were asked for.</summary>
    private bool TryHandOut()
    {
        var place = CurrentPlace();
        if (!place.IsWanted)
        {
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

    private void TakeNotice()
    {
        var value = _reader.Value.Span;
        if (_reader.NoticeIndex == ListShapes.Error)
        {
            ThrowIfError();
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

    /// <summary>A 200 whose body is an error is a failure, never an empty list.</summary>
    private void ThrowIfError()
    {
        if (!_reader.Value.Span.SequenceEqual("null"u8))
        {
            var body = ErrorBody.Parse([.. "{\"error\":"u8, .. _reader.Value.Span, (byte)'}']);
            throw Fail(ErrorClassifier.FromAnswer(_call, body.Code ?? 200, body) with { HttpStatus = 200 });
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
        _bytesOfEarlierPages += _reader.BytesRead;
        _response!.Dispose();
        _response = null;
        if (_reader.NextPageToken is not { } next)
        {
            return CursorStep.End;
        }

        PageTokens.ThrowIfRepeated(PageToken, next);
        PageToken = next;
        return CursorStep.PageEnd;
    }

    private ScopeFailedException Fail(ApiError error)
    {
        _response?.Dispose();
        _response = null;
        return error.ToException((int)Math.Min(_call.Retries + 1, int.MaxValue));
    }
}
