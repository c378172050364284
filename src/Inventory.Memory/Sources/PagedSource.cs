using System.Globalization;

namespace Inventory.Memory.Sources;

/// <summary>Any paged API as a source: a delegate that fetches one page, and one that writes a resource.</summary>
/// <typeparam name="T">The API's own type of a resource.</typeparam>
/// <remarks>
/// <para>
/// A scope ends failed, with what was read before handed out: when page tokens lead in a circle, after more than
/// <see cref="MaxEmptyPages"/> empty pages in a row, at a page that is the one before once more, and at a resource that is
/// not one JSON object with a name. A page whose fetch throws is tried again as <see cref="RetryDelay"/> says, by default not.
/// </para>
/// <para>Safe to be opened by several runs at once when its delegates are.</para>
/// </remarks>
public sealed class PagedSource<T> : ResourceSource
{
    /// <summary>More empty pages in a row than this are a server's mistake, and end the scope failed.</summary>
    public const int MaxEmptyPages = 1000;

    private static readonly TimeSpan s_longestDelay = TimeSpan.FromDays(1);

    private readonly Func<ResourceScope, string?, int?, CancellationToken, ValueTask<ResourcePage<T>>> _fetch;
    private readonly Action<T, ResourceItem> _write;

    /// <summary>Creates the source.</summary>
    /// <param name="collection">What is collected; the key under which it is tallied.</param>
    /// <param name="assetType">The asset type of its records.</param>
    /// <param name="fetch">
    /// Fetches a page: the scope, the page token (null on the first page), the page size (null: the API's default).
    /// Only one page is held at a time. One that ignores its token is left when the run is cancelled or late.
    /// </param>
    /// <param name="write">Puts a resource into the item: its JSON, which is one object, and its name; or a notice.</param>
    public PagedSource(
        string collection,
        string assetType,
        Func<ResourceScope, string?, int?, CancellationToken, ValueTask<ResourcePage<T>>> fetch,
        Action<T, ResourceItem> write)
        : base(collection, assetType)
    {
        ArgumentNullException.ThrowIfNull(fetch);
        ArgumentNullException.ThrowIfNull(write);
        _fetch = fetch;
        _write = write;
    }

    /// <summary>The scopes to collect, in order; one named <c>default</c> unless set.</summary>
    public IReadOnlyList<ResourceScope> Scopes
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = [ResourceScope.Default];

    /// <summary>
    /// Asked when a fetch has thrown: what it threw, and how many times this page has been fetched by now (1 after the first).
    /// Answers the wait before it is fetched again from the same token, zero to one day, or null: the scope then ends with what
    /// was thrown. Not asked when the run is cancelled or late. Null, the default: no page is fetched again.
    /// </summary>
    /// <remarks>
    /// Nothing of the page has been handed out at that moment, so that nothing comes twice. What enumerating
    /// <see cref="ResourcePage{T}.Items"/> throws is not a fetch's: hand over a list that is there already.
    /// </remarks>
    /// <value>Null.</value>
    public Func<Exception, int, TimeSpan?>? RetryDelay { get; init; }

    /// <inheritdoc/>
    protected override IAsyncEnumerable<ResourceScope> GetScopesCoreAsync(CancellationToken cancellationToken) =>
        Scopes.ToAsyncEnumerable();

    /// <inheritdoc/>
    protected override ResourceCursor OpenCore(ResourceScope scope, string? pageToken) =>
        new Cursor(this, scope, pageToken);

    private TimeSpan? DelayAfter(Exception failure, int attempts)
    {
        var delay = RetryDelay!(failure, attempts);
        return delay is null || (delay >= TimeSpan.Zero && delay <= s_longestDelay)
            ? delay
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The RetryDelay of '{Collection}' answered {delay}; it must be zero to one day, or null to give up."), failure);
    }

    private sealed class Cursor : ResourceCursor
    {
        private readonly PagedSource<T> _source;
        private readonly ResourceScope _scope;
        private readonly PageTokens _tokens;
        private readonly RepeatedPages _repeats = new();
        private readonly ItemProof _proof = new();
        private IEnumerator<T>? _items;
        private ResourcePage<T>? _page;
        private int _notices;
        private bool _hasItems;
        private int _emptyPages;

        public Cursor(PagedSource<T> source, ResourceScope scope, string? pageToken)
        {
            _source = source;
            _scope = scope;
            PageToken = pageToken;
            _tokens = new PageTokens(pageToken);
        }

        protected override async ValueTask<CursorStep> ReadCoreAsync(CancellationToken cancellationToken)
        {
            if (_page is null)
            {
                _page = await FetchAsync(cancellationToken).ConfigureAwait(false);
                _items = _page.Items.GetEnumerator();
                (_notices, _hasItems) = (0, false);
            }

            while (_items!.MoveNext())
            {
                _hasItems = true;
                _source.Begin(Item, _scope);
                _source._write(_items.Current, Item);
                if (Item.Notice is not null)
                {
                    return CursorStep.Notice;
                }

                _proof.Check(Item, _source.Collection);
                if (!_repeats.IsRepeated(Item.GetNameHash()))
                {
                    return CursorStep.Item;
                }

                Item.Release();
            }

            return _notices < _page.Notices.Count ? Report(_page.Notices[_notices++]) : EndPage(_page);
        }

        protected override bool TrySaveStateCore(ICollection<ulong> state)
        {
            _tokens.Save(state);
            return true;
        }

        /// <summary>Without it only a circle of tokens is found later.</summary>
        protected override bool TryRestoreStateCore(ReadOnlySpan<ulong> state) => state.IsEmpty || (_tokens.TryRestore(ref state) && state.IsEmpty);

        protected override ValueTask CloseCoreAsync()
        {
            _items?.Dispose();
            return default;
        }

        private async ValueTask<ResourcePage<T>> FetchAsync(CancellationToken cancellationToken)
        {
            for (Attempts = 1; ; Attempts++)
            {
                Requests++;
                TimeSpan delay;
                try
                {
                    return ThrowIfNone(await _source._fetch(_scope, PageToken, PageSize, cancellationToken).ConfigureAwait(false));
                }
                catch (Exception failure) when (_source.RetryDelay is not null && !cancellationToken.IsCancellationRequested)
                {
                    if (_source.DelayAfter(failure, Attempts) is not { } answer)
                    {
                        throw;
                    }

                    delay = answer;
                }

                await Task.Delay(delay, Time, cancellationToken).ConfigureAwait(false);
                Waited += delay;
                Retries++;
            }
        }

        private ResourcePage<T> ThrowIfNone(ResourcePage<T>? page) => page is { Items: not null, Notices: not null }
            ? page
            : throw New("noPage", $"The fetch delegate of '{_source.Collection}' answered {(page is null ? "null" : "null items or notices")} instead of a page. Answer an empty page where there is nothing.");

        private CursorStep Report(ScopeNotice notice)
        {
            Item.Report(notice);
            return CursorStep.Notice;
        }

        private CursorStep EndPage(ResourcePage<T> page)
        {
            _items!.Dispose();
            _items = null;
            _page = null;
            _emptyPages = _hasItems ? 0 : _emptyPages + 1;
            if (_repeats.EndPage())
            {
                throw New("repeatedPage", $"'{_source.Collection}' gave the page before instead of the next one. What was read so far is valid.");
            }

            if (string.IsNullOrEmpty(page.NextPageToken))
            {
                return CursorStep.End;
            }

            if (_emptyPages > MaxEmptyPages)
            {
                throw New("endlessEmptyPages", $"'{_source.Collection}' gave more than {MaxEmptyPages} empty pages in a row, and names another. What was read so far is valid.");
            }

            _tokens.Follow(page.NextPageToken);
            PageToken = page.NextPageToken;
            return CursorStep.PageEnd;
        }

        private static ScopeFailedException New(string reason, string message) => new(ScopeState.Failed, reason, message);
    }
}
