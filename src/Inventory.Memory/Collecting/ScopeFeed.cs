using Inventory.Memory.Sources;

namespace Inventory.Memory.Collecting;

/// <summary>Finds sources, then the scopes of each, when asked for the next: holds one of each.</summary>
/// <param name="sources">Enumerated once; ends with a cancellation when it was left because the run is late.</param>
/// <param name="pageSize">What to ask for per page, at the moment at which a scope is opened.</param>
/// <param name="closings">Closes what was opened.</param>
/// <param name="cancelled">Ends the finding of sources.</param>
/// <param name="cancelledOrLate">Ends the finding of scopes, too.</param>
internal sealed class ScopeFeed(
    IAsyncEnumerable<ResourceSource> sources,
    Func<int?> pageSize,
    RunClosings closings,
    CancellationToken cancelled,
    CancellationToken cancelledOrLate) : IScopeFeed
{
    private IAsyncEnumerator<ResourceSource>? _sources;
    private IAsyncEnumerator<ResourceScope>? _scopes;
    private ResourceSource? _source;
    private bool _hasScopes;

    public async ValueTask<FeedItem> NextAsync()
    {
        if (_hasScopes)
        {
            return await NextScopeAsync().ConfigureAwait(false);
        }

        if (_source is { } ended)
        {
            _source = null;
            return new(FeedStep.SourceEnd, ended);
        }

        return await NextSourceAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseScopesAsync().ConfigureAwait(false);
        if (_sources is { } found)
        {
            _sources = null;
            await closings.CloseAsync(found).ConfigureAwait(false);
        }
    }

    private async ValueTask<FeedItem> NextSourceAsync()
    {
        try
        {
            _sources ??= sources.GetAsyncEnumerator(cancelled);
            if (!await _sources.MoveNextAsync().ConfigureAwait(false))
            {
                return new(FeedStep.End);
            }

            _source = _sources.Current;
        }
        catch (OperationCanceledException) when (cancelledOrLate.IsCancellationRequested && !cancelled.IsCancellationRequested)
        {
            return new(FeedStep.End) { IsCut = true };
        }

        _hasScopes = true;
        return new(FeedStep.Source, _source);
    }

    private async ValueTask<FeedItem> NextScopeAsync()
    {
        var source = _source!;
        try
        {
            // Here and not with the source: what cannot even begin to find its scopes fails by itself.
            _scopes ??= new LeavableSequence<ResourceScope>(source.GetScopesAsync(cancelledOrLate), closings, null, cancelledOrLate).GetAsyncEnumerator(cancelledOrLate);
            if (await _scopes.MoveNextAsync().ConfigureAwait(false))
            {
                var scope = _scopes.Current;
                var cursor = source.Open(scope);
                cursor.PageSize = pageSize();
                return new(FeedStep.Scope, source) { Scope = scope, Cursor = cursor };
            }
        }
        catch (Exception failure) when (!cancelled.IsCancellationRequested)
        {
            await CloseScopesAsync().ConfigureAwait(false);
            return new(FeedStep.ScopesFailed, source) { Failure = failure };
        }

        await CloseScopesAsync().ConfigureAwait(false);
        return await NextAsync().ConfigureAwait(false);
    }

    private async ValueTask CloseScopesAsync()
    {
        _hasScopes = false;
        if (_scopes is { } scopes)
        {
            _scopes = null;
            await scopes.DisposeAsync().ConfigureAwait(false);
        }
    }
}
