using System.Runtime.CompilerServices;
using Inventory.Memory.GoogleCloud.Http;
using Inventory.Memory.GoogleCloud.Retries;
using Inventory.Memory.Json;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>
/// The pages of one list call: begins each and reads its items as they arrive. A page that fails is fetched again from
/// the same token, and what was handed out of it is left out then. A page whose token is known before the end of the one
/// before it (BigQuery and Cloud Storage write it first) is requested while that one is read.
/// </summary>
/// <remarks>After the first page an item costs no allocation; a page costs its request. Not safe for concurrent use.</remarks>
internal sealed class PageReader : IAsyncDisposable
{
    /// <summary>Google's filtered lists have some empty pages in a row; a thousand are a mistake.</summary>
    private const int MaxEmptyPages = 1000;

    private readonly ListContext _context;
    private readonly ApiCall _call;
    private readonly IPageItems _items;
    private readonly PageRetries _retries;
    private readonly PageTokens _tokens;
    private readonly HandedOut _handedOut = new();
    private readonly JsonListShape _shape;
    private readonly JsonItemReaderOptions _options;
    private PageExchange _exchange;

    /// <summary>The request for the page after the one being read; null until there has been one.</summary>
    private PageExchange? _following;
    private string? _followingToken;
    private bool _mayFollow;
    private ApiError? _failure;
    private int _pageSize;
    private bool _looksAhead;
    private bool _hasItems;
    private int _emptyPages;
    private long _bytesOfEarlierPages;

    public PageReader(ListContext context, ApiCall call, JsonListShape shape, JsonItemReaderOptions options, IPageItems items, string? pageToken)
    {
        (_context, _call, _items, PageToken) = (context, call, items, pageToken);
        _retries = new PageRetries(context.Retries, call);
        _tokens = new PageTokens(pageToken);
        _exchange = new PageExchange(context.Transport, call, context.Time);
        (_shape, _options) = (shape, options);
        Json = new JsonItemReader(shape, options);
    }

    /// <summary>Whether an answer is one resource and no list.</summary>
    public bool IsSingle { get; init; }

    /// <summary>Whether there is an answer that has not been read to its end.</summary>
    public bool IsOpen => _exchange.IsOpen;

    /// <summary>Where the item or notice of the last step stands.</summary>
    public JsonItemReader Json { get; private set; }

    /// <summary>The token of the page being read; null on the first.</summary>
    public string? PageToken { get; private set; }

    private string? NextPageToken => _items.NextPageToken ?? Json.NextPageToken;

    /// <summary>Bytes of all pages so far.</summary>
    public long BytesRead => _bytesOfEarlierPages + Json.BytesRead;

    /// <summary>Sends the request for the page before it is read; a failure surfaces at the first read.</summary>
    public void BeginAhead(int pageSize, CancellationToken cancellationToken)
    {
        if (!_exchange.IsOpen && !_exchange.IsAhead)
        {
            _exchange.BeginAhead(_items.Address(pageSize, PageToken), cancellationToken);
        }
    }

    /// <summary>Gives the answer to that request back; the page is then requested when it is read.</summary>
    public void EndAhead() => _exchange.EndAhead();

    /// <summary>Goes on to the next item that is wanted and new, notice, or the end of the page; begins the page when none is open.</summary>
    /// <param name="pageSize">Of a page that begins now.</param>
    /// <param name="looksAhead">Whether the page after that may be requested while it is read.</param>
    /// <param name="cancellationToken">To be obeyed at once.</param>
    /// <exception cref="ScopeFailedException">The list cannot be read any further.</exception>
    public ValueTask<JsonStep> ReadAsync(int pageSize, bool looksAhead, CancellationToken cancellationToken)
    {
        (_pageSize, _looksAhead) = (pageSize, looksAhead);
        var reading = TryReadAsync(cancellationToken);
        if (reading.IsCompletedSuccessfully)
        {
            var read = reading.Result;
            return read.Error is null ? new(read.Step) : RecoverAsync(read.Error, cancellationToken);
        }

        return FinishAsync(reading, cancellationToken);
    }

    /// <summary>Ends the page, whose last step was <see cref="JsonStep.End"/>.</summary>
    /// <returns>Whether another follows.</returns>
    public bool EndPage()
    {
        var next = NextPageToken;
        ClosePage();
        TakeUpFollowing(next);
        _handedOut.EndPage(another: next is not null);
        _emptyPages = _hasItems ? 0 : _emptyPages + 1;
        _retries.EndPage();
        PageToken = next ?? PageToken;
        return next is not null;
    }

    /// <summary>Between two pages: gives the buffer back until the next is read, which may be long. What was read ends.</summary>
    public void ReturnBuffer()
    {
        Json.Dispose();
        Json = new JsonItemReader(_shape, _options);
    }

    /// <summary>Adds what a later process has to know to begin with the page to come. After <see cref="EndPage"/>.</summary>
    /// <returns>False: that is too much.</returns>
    public bool TrySave(ICollection<ulong> state)
    {
        state.Add((ulong)_emptyPages);
        _tokens.Save(state);
        return _handedOut.TrySave(state);
    }

    /// <summary>Takes up what an earlier process has saved; before the first page is read.</summary>
    /// <param name="state">Afterwards what is behind it.</param>
    /// <returns>False: it is nothing that was saved.</returns>
    public bool TryRestore(ref ReadOnlySpan<ulong> state)
    {
        if (state.IsEmpty || state[0] > MaxEmptyPages)
        {
            return false;
        }

        _emptyPages = (int)state[0];
        state = state[1..];
        return _tokens.TryRestore(ref state) && _handedOut.TryRestore(ref state);
    }

    public async ValueTask DisposeAsync()
    {
        await _exchange.DisposeAsync().ConfigureAwait(false);
        if (_following is not null)
        {
            await _following.DisposeAsync().ConfigureAwait(false);
        }

        Json.Dispose();
        _handedOut.Dispose();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<JsonStep> FinishAsync(ValueTask<PageTry> reading, CancellationToken cancellationToken)
    {
        var read = await reading.ConfigureAwait(false);
        return read.Error is null ? read.Step : await RecoverAsync(read.Error, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The first try has failed: tries again as long as the rules allow.</summary>
    private async ValueTask<JsonStep> RecoverAsync(ApiError failure, CancellationToken cancellationToken)
    {
        _failure = failure;
        _retries.BeginRecovery();
        try
        {
            var last = await _context.Retries.Pipeline
                .ExecuteAsync(static (reader, cancellationToken) => reader.TryAgainAsync(cancellationToken), this, cancellationToken)
                .ConfigureAwait(false);
            return last.Error is null ? last.Step : throw _retries.ToException(await JudgeAsync(last.Error, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            _retries.EndRecovery();
        }
    }

    /// <summary>Whether an API that is not enabled is an answer, whoever asked for the list says.</summary>
    private ValueTask<ApiError> JudgeAsync(ApiError error, CancellationToken cancellationToken) =>
        error.Kind == ErrorKind.Disabled ? _items.JudgeAsync(_call, error, cancellationToken) : new(error);

    /// <summary>The pipeline's first try is the one that has failed before.</summary>
    private ValueTask<PageTry> TryAgainAsync(CancellationToken cancellationToken)
    {
        if (_failure is { } failure)
        {
            _failure = null;
            return new(Failed(_handedOut.HasOverflowed ? ErrorClassifier.BeyondResuming(failure) : failure));
        }

        _handedOut.Resume();
        return TryReadAsync(cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<PageTry> TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!_exchange.IsOpen && await BeginAsync(cancellationToken).ConfigureAwait(false) is { } refused)
            {
                return Failed(refused);
            }

            while (true)
            {
                var step = await Json.ReadAsync(cancellationToken).ConfigureAwait(false);
                if (_mayFollow && step != JsonStep.End && Json.NextPageToken is { } next)
                {
                    Follow(next, cancellationToken);
                }

                if (Find(step, out var problem))
                {
                    return problem is null ? new(step, null, _retries) : Failed(problem);
                }
            }
        }
        catch (Exception failure) when (failure is not (ScopeFailedException or OutOfMemoryException) && !cancellationToken.IsCancellationRequested)
        {
            return Failed(failure is MalformedJsonException malformed
                ? ErrorClassifier.FromMalformed(_call, malformed, _exchange.MediaType)
                : _exchange.Explain(failure, cancellationToken));
        }
    }

    private async ValueTask<ApiError?> BeginAsync(CancellationToken cancellationToken)
    {
        _hasItems = false;
        _mayFollow = _looksAhead;
        var begun = _exchange.IsAhead
            ? _exchange.TakeUpAsync(cancellationToken)
            : _exchange.BeginAsync(_items.Address(_retries.Shrink(_pageSize), PageToken), cancellationToken);
        if (await begun.ConfigureAwait(false) is { } refused)
        {
            return OfToken(refused);
        }

        _retries.Answered();
        Json.Begin(IsSingle ? new SingleBody(_exchange.Body) : _exchange.Body);
        return null;
    }

    /// <summary>
    /// Behind the first page, whatever is wrong with a request is its token: all else was right on the page before. APIs say
    /// so in many ways (BigQuery: 404, Cloud Run: 410, others 400 without a word about it), and the list's start will tell.
    /// </summary>
    private ApiError OfToken(ApiError refused) =>
        PageToken is not null && refused.HttpStatus is 400 or 404 or 410 && refused.Kind is ErrorKind.Ours or ErrorKind.Gone ? ErrorClassifier.StaleToken(refused) : refused;

    /// <summary>Requests the next page. A POST says in its body what a page is, of which there is one.</summary>
    private void Follow(string token, CancellationToken cancellationToken)
    {
        _mayFollow = false;
        if (token == PageToken || _call.Body is not null || _following is { IsAhead: true })
        {
            return;
        }

        _followingToken = token;
        _following ??= new PageExchange(_context.Transport, _call, _context.Time);
        _following.BeginAhead(_items.Address(_retries.Shrink(_pageSize), token), cancellationToken);
    }

    /// <summary>The page that was requested is now the one being read, if it is the right one: a page read again may name another.</summary>
    private void TakeUpFollowing(string? token)
    {
        if (_following is { IsAhead: true } && token == _followingToken)
        {
            (_exchange, _following) = (_following, _exchange);
        }
        else
        {
            _following?.EndAhead();
        }
    }

    /// <summary>Whether a step is one to go on with, or a problem. False: it is an item that is not wanted, or was there before.</summary>
    private bool Find(JsonStep step, out ApiError? problem)
    {
        problem = null;
        switch (step)
        {
            case JsonStep.Item:
                _hasItems = true;
                if (!_items.TryTake(out var identity))
                {
                    return false;
                }

                return _handedOut.TryAdd(identity);
            case JsonStep.SkippedItem:
                _hasItems = true;
                return true;
            case JsonStep.Notice:
                problem = FindError();
                return true;
            default:
                problem = FindNoWayOn();
                return true;
        }
    }

    /// <summary>A 200 whose body is an error is a failure, never an empty list.</summary>
    private ApiError? FindError()
    {
        if (Json.NoticeIndex != Notices.Error || Json.Value.Span.SequenceEqual("null"u8))
        {
            return null;
        }

        var error = Json.Value.Span[..Math.Min(Json.Value.Length, ErrorBody.MaxBytes)];
        var body = ErrorBody.Parse([.. "{\"error\":"u8, .. error, (byte)'}']);
        return OfToken(ErrorClassifier.FromAnswer(_call, body.Code ?? 200, body)) with { HttpStatus = 200 };
    }

    /// <summary>The page has ended: whether it was the right one, and there is a right one behind it.</summary>
    private ApiError? FindNoWayOn() => NextPageToken switch
    {
        _ when IsSingle && !_hasItems => ErrorClassifier.EmptyBody(_call),
        _ when _handedOut.IsRepeated => ErrorClassifier.RepeatedPage(_call),
        null => null,
        _ when !_hasItems && _emptyPages >= MaxEmptyPages => ErrorClassifier.EndlesslyEmpty(_call, MaxEmptyPages),
        var next => _tokens.TryFollow(next) ? null : ErrorClassifier.RepeatedToken(_call),
    };

    private PageTry Failed(ApiError error)
    {
        ClosePage();
        return new(default, error with { IsInTheMiddle = PageToken is not null || _handedOut.Any }, _retries);
    }

    private void ClosePage()
    {
        _bytesOfEarlierPages += Json.BytesRead;
        Json.Begin(Stream.Null);
        _exchange.End();
    }
}
