using System.Runtime.CompilerServices;
using Inventory.Memory.GoogleCloud.Http;
using Inventory.Memory.Json;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>Makes the address of a page from its size and its token, which is null for the first.</summary>
internal delegate Uri PageAddress(int pageSize, string? pageToken);

/// <summary>
/// The pages of one list call: begins each, reads its items as they arrive, and says what it means when that fails.
/// What an item is called and where it belongs is not known here.
/// </summary>
/// <remarks>After the first page an item costs no allocation; a page costs its request. Not safe for concurrent use.</remarks>
internal sealed class PageReader : IAsyncDisposable
{
    private readonly ApiCall _call;
    private readonly PageAddress _address;
    private readonly PageExchange _exchange;
    private readonly HandedOut _handedOut = new();
    private long _bytesOfEarlierPages;

    public PageReader(ListContext context, ApiCall call, JsonListShape shape, JsonItemReaderOptions options, PageAddress address, string? pageToken)
    {
        (_call, _address, PageToken) = (call, address, pageToken);
        _exchange = new PageExchange(context.Transport, call, context.Time);
        Items = new JsonItemReader(shape, options);
    }

    /// <summary>Whether an answer is one resource and no list.</summary>
    public bool IsSingle { get; init; }

    /// <summary>Whether there is an answer that has not been read to its end.</summary>
    public bool IsOpen => _exchange.IsOpen;

    /// <summary>Where the item or notice of the last step stands.</summary>
    public JsonItemReader Items { get; }

    /// <summary>The token of the page being read; null on the first.</summary>
    public string? PageToken { get; private set; }

    /// <summary>Bytes of all pages so far.</summary>
    public long BytesRead => _bytesOfEarlierPages + Items.BytesRead;

    public long Requests => _call.Requests;

    public long Retries => _call.Retries;

    /// <summary>Sends the request for the page before it is read; a failure surfaces at the first read.</summary>
    public void BeginAhead(int pageSize, CancellationToken cancellationToken)
    {
        if (!_exchange.IsOpen && !_exchange.IsAhead)
        {
            _exchange.BeginAhead(_address(pageSize, PageToken), cancellationToken);
        }
    }

    /// <summary>Gives the answer to that request back; the page is then requested when it is read.</summary>
    public void EndAhead() => _exchange.EndAhead();

    /// <summary>Goes on to the next step of the page, which begins when none is open.</summary>
    /// <param name="pageSize">Of a page that begins now.</param>
    /// <param name="cancellationToken">To be obeyed at once.</param>
    /// <exception cref="ScopeFailedException">The list cannot be read any further.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<JsonStep> ReadAsync(int pageSize, CancellationToken cancellationToken)
    {
        if (!_exchange.IsOpen)
        {
            var begun = _exchange.IsAhead
                ? _exchange.TakeUpAsync(cancellationToken)
                : _exchange.BeginAsync(_address(pageSize, PageToken), cancellationToken);
            if (await begun.ConfigureAwait(false) is { } error)
            {
                throw Fail(error);
            }

            Items.Begin(IsSingle ? new SingleBody(_exchange.Body) : _exchange.Body);
        }

        try
        {
            var step = await Items.ReadAsync(cancellationToken).ConfigureAwait(false);
            return step == JsonStep.Notice && FindError() is { } error ? throw Fail(error) : step;
        }
        catch (Exception failure) when (failure is not ScopeFailedException && !cancellationToken.IsCancellationRequested)
        {
            throw Fail(Explain(failure, cancellationToken));
        }
    }

    /// <summary>Notes that a resource is about to be handed out. False: it was, before the page had to be fetched again.</summary>
    /// <param name="nameHash">See <see cref="ResourceItem.GetNameHash"/>.</param>
    public bool TryHandOut(ulong nameHash) => _handedOut.TryAdd(nameHash);

    /// <summary>Ends the page, whose last step was <see cref="JsonStep.End"/>.</summary>
    /// <param name="itemToken">The token of the next page where an item had it; null where the answer has.</param>
    /// <returns>Whether another follows.</returns>
    public bool EndPage(string? itemToken = null)
    {
        var next = itemToken ?? Items.NextPageToken;
        _bytesOfEarlierPages += Items.BytesRead;
        _exchange.End();
        Items.Begin(Stream.Null);
        _handedOut.EndPage();
        if (next is null)
        {
            return false;
        }

        PageTokens.ThrowIfRepeated(PageToken, next);
        PageToken = next;
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _exchange.DisposeAsync().ConfigureAwait(false);
        Items.Dispose();
        _handedOut.Dispose();
    }

    private ApiError Explain(Exception failure, CancellationToken cancellationToken) => failure is MalformedJsonException malformed
        ? ErrorClassifier.FromMalformed(_call, malformed, _exchange.MediaType)
        : _exchange.Explain(failure, cancellationToken);

    /// <summary>A 200 whose body is an error is a failure, never an empty list.</summary>
    private ApiError? FindError()
    {
        if (Items.NoticeIndex != Notices.Error || Items.Value.Span.SequenceEqual("null"u8))
        {
            return null;
        }

        var body = ErrorBody.Parse([.. "{\"error\":"u8, .. Items.Value.Span, (byte)'}']);
        return ErrorClassifier.FromAnswer(_call, body.Code ?? 200, body) with { HttpStatus = 200 };
    }

    private ScopeFailedException Fail(ApiError error)
    {
        _exchange.End();
        return error.ToException((int)Math.Min(_call.Retries + 1, int.MaxValue));
    }
}
