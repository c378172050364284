using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Inventory.Memory.GoogleCloud.Http;
using Inventory.Memory.Json;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>
/// Reads one list call step by step: items, what is missing, ends of pages. What an item is, where pages are asked for and
/// what belongs to a resource, the derived cursor says.
/// </summary>
/// <remarks>No allocation per item.</remarks>
internal abstract class ListCursor : ResourceCursor, IPageItems
{
    /// <summary>Of the numbers that a later process goes on with; another one, and with it other hashes, is not understood.</summary>
    private const ulong StateVersion = 1;

    private readonly ListContext _context;
    private readonly PageReader _pages;
    private int _page = 1;
    private bool _pageHasEnded;

    /// <param name="context">What the provider's sources share.</param>
    /// <param name="service">The API, such as <c>compute</c>.</param>
    /// <param name="subject">Whose list it is, as messages name it.</param>
    /// <param name="shape">Where an answer has what, with <see cref="Notices"/>.</param>
    /// <param name="pageToken">The page to begin with; null for the first.</param>
    /// <param name="validate">Whether items are proved to be valid JSON.</param>
    /// <param name="isSingle">Whether an answer is one resource and no list.</param>
    protected ListCursor(ListContext context, string service, string subject, JsonListShape shape, string? pageToken, bool validate, bool isSingle = false)
    {
        (_context, PageToken) = (context, pageToken);
        BaseAddress = Endpoint.For(context.Options, service);
        Call = new ApiCall(subject, string.Create(CultureInfo.InvariantCulture, $"{BaseAddress.Host}:{BaseAddress.Port}"));
        Call.Consumer = Call.IsForProject ? Call.Consumer : CallersProject;
        var bounds = new JsonItemReaderOptions
        {
            MaxItemBytes = context.Options.MaxItemBytes,
            ValidateItems = validate,
            TryReserve = TryReserve,
            Release = ReleaseReserved,
        };
        _pages = new PageReader(context, Call, shape, bounds, this, pageToken) { IsSingle = isSingle };
        Missing = new AnswerNotices(IsScope);
    }

    /// <summary>Where the service answers, with a slash at the end.</summary>
    protected Uri BaseAddress { get; }

    protected ApiCall Call { get; }

    /// <summary>Whose quota a call takes that is not for a project.</summary>
    protected string CallersProject => _context.Options.QuotaProject ?? ApiCall.Caller;

    /// <summary>Where the item or notice of the last step stands.</summary>
    protected JsonItemReader Reader => _pages.Json;

    /// <summary>What answers say is missing from them.</summary>
    protected AnswerNotices Missing { get; }

    /// <summary>Whether there is an answer that has not been read to its end.</summary>
    protected bool IsOpen => _pages.IsOpen;

    /// <summary>How many resources a page is to have, where the run does not say.</summary>
    protected abstract int? ChosenPageSize { get; }

    /// <summary>The API's own most.</summary>
    protected abstract int MaxPageSize { get; }

    /// <inheritdoc cref="IPageItems.NextPageToken"/>
    protected virtual string? NextPageToken => null;

    string? IPageItems.NextPageToken => NextPageToken;

    private int WantedPageSize => Math.Min(PageSize ?? ChosenPageSize ?? _context.Options.PageSize ?? MaxPageSize, MaxPageSize);

    ValueTask<ApiError> IPageItems.JudgeAsync(ApiCall call, ApiError error, CancellationToken cancellationToken) => JudgeAsync(error, cancellationToken);

    /// <inheritdoc cref="IPageItems.JudgeAsync"/>
    protected virtual ValueTask<ApiError> JudgeAsync(ApiError error, CancellationToken cancellationToken) => new(ErrorClassifier.OfTheCaller(error));

    Uri IPageItems.Address(int pageSize, string? pageToken) => MakeAddress(pageSize, pageToken);

    bool IPageItems.TryTake(out ulong identity)
    {
        try
        {
            return TryTake(out identity);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // Half a surrogate pair is valid JSON; and an item need not have been proved to be any. One of them must not end the list.
            return LeaveOut(ItemProblem.NotValid, FallbackAssetType, null, out identity);
        }
    }

    /// <inheritdoc cref="IPageItems.Address"/>
    protected abstract Uri MakeAddress(int pageSize, string? pageToken);

    /// <inheritdoc cref="IPageItems.TryTake"/>
    protected abstract bool TryTake(out ulong identity);

    /// <summary>Whether the next page may be requested while one is read.</summary>
    protected virtual bool MayLookAhead => true;

    /// <summary>The asset type of an item of which nothing is known.</summary>
    protected abstract string FallbackAssetType { get; }

    /// <summary>Where the item of the last step stands, for messages about one that has no name.</summary>
    protected string Position => string.Create(CultureInfo.InvariantCulture, $"Item {Reader.ItemNumber} of page {_page}");

    /// <summary>Reports the item that was too large, or nested too deep, to be read.</summary>
    protected abstract void ReportSkipped();

    /// <summary>What was read is no resource: instead of being handed out it is reported, once, also when the page is read again.</summary>
    /// <returns>False, as <see cref="TryTake"/> does of what is not handed out: a page of nothing else is no repetition of another.</returns>
    protected bool LeaveOut(string problem, string assetType, string? location, out ulong identity)
    {
        identity = 0;
        Missing.AddLeftOut(assetType, location, Position, problem);
        return false;
    }

    /// <summary>Whether what is missing at a place would be missed.</summary>
    protected abstract bool Wants(string location);

    /// <summary>Whether resources of a place, such as <c>zones/z</c>, could be listed on their own.</summary>
    protected virtual bool IsScope(string place) => false;

    /// <summary>Reports the warning that the reader stands on.</summary>
    protected virtual void TakeWarning() => Missing.AddWarning(Reader.Value.Span, null);

    /// <summary>What belongs to the last resource comes before the next one. False: nothing does.</summary>
    protected virtual bool TryGoOn(out CursorStep step)
    {
        step = default;
        return false;
    }

    /// <summary>Takes up an item that is wanted and new. False: it is not handed out itself.</summary>
    protected virtual bool TryHandOut() => true;

    /// <summary>Whether a failure means that there is nothing.</summary>
    protected virtual bool IsEmptyAnswer(ScopeFailedException failure) => false;

    protected virtual CursorStep EndPage()
    {
        var more = _pages.EndPage();
        _page++;
        TakeCounters();
        PageToken = _pages.PageToken;
        return more ? CursorStep.PageEnd : CursorStep.End;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected sealed override async ValueTask<CursorStep> ReadCoreAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryGoOn(out var next))
            {
                return next;
            }

            if (Missing.TryTake(out var notice))
            {
                Item.Report(notice!);
                return CursorStep.Notice;
            }

            if (_pageHasEnded)
            {
                // Not before: what was left out last would not be reported.
                _pageHasEnded = false;
                return EndPage();
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
                    _pageHasEnded = true;
                    break;
                default:
                    break;
            }
        }
    }

    protected sealed override void BeginAheadCore(CancellationToken cancellationToken) => _pages.BeginAhead(WantedPageSize, cancellationToken);

    protected sealed override void EndAheadCore() => _pages.EndAhead();

    protected sealed override bool TrySaveStateCore(ICollection<ulong> state)
    {
        state.Add(StateVersion);
        Missing.Save(state);
        return _pages.TrySave(state);
    }

    /// <summary>Nothing is enough on the first page alone.</summary>
    protected sealed override bool TryRestoreStateCore(ReadOnlySpan<ulong> state)
    {
        if (state.IsEmpty || state[0] != StateVersion)
        {
            return state.IsEmpty && PageToken is null;
        }

        state = state[1..];
        return Missing.TryRestore(ref state) && _pages.TryRestore(ref state) && state.IsEmpty;
    }

    protected sealed override ValueTask CloseCoreAsync() => _pages.DisposeAsync();

    private ValueTask<JsonStep> ReadStepAsync(CancellationToken cancellationToken)
    {
        var step = _pages.ReadAsync(WantedPageSize, !_pages.IsOpen && LooksAhead && MayLookAhead, cancellationToken);
        return step.IsCompletedSuccessfully ? step : AwaitAsync(step);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<JsonStep> AwaitAsync(ValueTask<JsonStep> step)
    {
        try
        {
            return await step.ConfigureAwait(false);
        }
        catch (ScopeFailedException failure) when (IsEmptyAnswer(failure))
        {
            return JsonStep.End;
        }
        finally
        {
            TakeCounters();
        }
    }

    private void TakeCounters() =>
        (Requests, Retries, Waited, BytesRead) = (Call.Requests, Call.Retries, Call.Waited, _pages.BytesRead);

    private void TakeNotice()
    {
        var value = Reader.Value.Span;
        switch (Reader.NoticeIndex)
        {
            case Notices.Error:
                break;
            case Notices.Warning:
                TakeWarning();
                break;
            case Notices.Warnings:
                Missing.AddWarnings(value, Wants);
                break;
            case Notices.UnexpectedToken:
                Missing.AddUnexpectedToken(value);
                break;
            default:
                Missing.AddUnreachable(value, Notices.Name(Reader.NoticeIndex), Wants);
                break;
        }
    }
}
