namespace Inventory.Memory.Sources;

/// <summary>Any <see cref="IAsyncEnumerable{T}"/> as a source, such as the paged result of another client library.</summary>
/// <typeparam name="T">The client's own type of a resource.</typeparam>
/// <remarks>
/// <para>
/// Pages are the client's: it follows their tokens, and tries a page again as its own settings say. What its enumerable throws
/// ends the scope failed, with what was read before handed out; so does a resource that is not one JSON object with a name. An
/// enumerable that never ends is ended by the run's <see cref="CollectionRequest.Deadline"/> alone, also where it ignores its token.
/// </para>
/// <para>Holds one resource at a time; what the enumerable itself holds is the client's. Safe to be opened by several runs at once when its delegates are.</para>
/// </remarks>
public sealed class AsyncEnumerableSource<T> : ResourceSource
{
    /// <summary>After so many resources a page boundary is announced, so that memory is checked: as many as on a page of Compute Engine.</summary>
    public const int ResourcesPerCheck = 500;

    private readonly Func<ResourceScope, CancellationToken, IAsyncEnumerable<T>> _list;
    private readonly Action<T, ResourceItem> _write;

    /// <summary>Creates the source.</summary>
    /// <param name="collection">What is collected; the key under which it is tallied.</param>
    /// <param name="assetType">The asset type of its records.</param>
    /// <param name="list">Begins to list a scope.</param>
    /// <param name="write">Puts a resource into the item: its JSON, which is one object, and its name; or a notice.</param>
    public AsyncEnumerableSource(
        string collection,
        string assetType,
        Func<ResourceScope, CancellationToken, IAsyncEnumerable<T>> list,
        Action<T, ResourceItem> write)
        : base(collection, assetType)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(write);
        _list = list;
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

    /// <inheritdoc/>
    protected override IAsyncEnumerable<ResourceScope> GetScopesCoreAsync(CancellationToken cancellationToken) =>
        Scopes.ToAsyncEnumerable();

    /// <inheritdoc/>
    protected override ResourceCursor OpenCore(ResourceScope scope, string? pageToken) => pageToken is null
        ? new Cursor(this, scope)
        : throw new NotSupportedException($"'{Collection}' is listed by an enumerable and has no page tokens: open the scope from its start.");

    private sealed class Cursor(AsyncEnumerableSource<T> source, ResourceScope scope) : ResourceCursor
    {
        private readonly ItemProof _proof = new();
        private IAsyncEnumerator<T>? _items;
        private int _sinceCheck;

        protected override async ValueTask<CursorStep> ReadCoreAsync(CancellationToken cancellationToken)
        {
            _items ??= (source._list(scope, cancellationToken) ?? throw None()).GetAsyncEnumerator(cancellationToken);
            if (_sinceCheck == ResourcesPerCheck)
            {
                _sinceCheck = 0;
                return CursorStep.PageEnd;
            }

            if (!await _items.MoveNextAsync().ConfigureAwait(false))
            {
                return CursorStep.End;
            }

            _sinceCheck++;
            source.Begin(Item, scope);
            source._write(_items.Current, Item);
            if (Item.Notice is not null)
            {
                return CursorStep.Notice;
            }

            _proof.Check(Item, source.Collection);
            return CursorStep.Item;
        }

        protected override ValueTask CloseCoreAsync() => _items?.DisposeAsync() ?? default;

        private ScopeFailedException None() => new(
            ScopeState.Failed, "noList", $"The list delegate of '{source.Collection}' answered null. Answer an empty enumerable where there is nothing.");
    }
}
