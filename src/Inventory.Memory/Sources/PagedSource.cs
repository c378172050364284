namespace Inventory.Memory.Sources;

/// <summary>Any paged API as a source: a delegate that fetches one page, and one that writes a resource.</summary>
/// <typeparam name="T">The API's own type of a resource.</typeparam>
/// <remarks>Safe to be opened by several runs at once when its delegates are.</remarks>
public sealed class PagedSource<T> : ResourceSource
{
    private readonly Func<ResourceScope, string?, int?, CancellationToken, ValueTask<ResourcePage<T>>> _fetch;
    private readonly Action<T, ResourceItem> _write;

    /// <summary>Creates the source.</summary>
    /// <param name="collection">What is collected; the key under which it is tallied.</param>
    /// <param name="assetType">The asset type of its records.</param>
    /// <param name="fetch">
    /// Fetches a page: the scope, the page token (null on the first page), the page size (null: the API's default).
    /// Only one page is held at a time.
    /// </param>
    /// <param name="write">Puts a resource into the item: its JSON and its name, or a notice.</param>
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
    public IReadOnlyList<ResourceScope> Scopes { get; init; } = [ResourceScope.Default];

    /// <inheritdoc/>
    protected override IAsyncEnumerable<ResourceScope> GetScopesCoreAsync(CancellationToken cancellationToken) =>
        Scopes.ToAsyncEnumerable();

    /// <inheritdoc/>
    protected override ResourceCursor OpenCore(ResourceScope scope, string? pageToken) =>
        new Cursor(this, scope, pageToken);

    private sealed class Cursor : ResourceCursor
    {
        private readonly PagedSource<T> _source;
        private readonly ResourceScope _scope;
        private readonly PageTokens _tokens;
        private IEnumerator<T>? _items;
        private ResourcePage<T>? _page;
        private int _notices;

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
                Requests++;
                _page = await _source._fetch(_scope, PageToken, PageSize, cancellationToken).ConfigureAwait(false)
                    ?? throw new ScopeFailedException(ScopeState.Failed, "noPage", $"The fetch delegate of '{_source.Collection}' answered null instead of a page.");
                _items = _page.Items.GetEnumerator();
                _notices = 0;
            }

            if (_items!.MoveNext())
            {
                Item.AssetType = _source.AssetTypes[0];
                Item.Location = _scope.Location;
                _source._write(_items.Current, Item);
                return Item.Notice is null ? CursorStep.Item : CursorStep.Notice;
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
            if (string.IsNullOrEmpty(page.NextPageToken))
            {
                return CursorStep.End;
            }

            _tokens.Follow(page.NextPageToken);
            PageToken = page.NextPageToken;
            return CursorStep.PageEnd;
        }
    }
}
