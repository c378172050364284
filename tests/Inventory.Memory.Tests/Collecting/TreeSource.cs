using Inventory.Memory.Sources;

namespace Inventory.Memory.Tests.Collecting;

/// <summary>Resources with others under them, as deep as wanted; counts the cursors that are open and those begun ahead.</summary>
internal sealed class TreeSource(TreeSource.Counts counts, int depth, int width, string prefix = "") : ResourceSource($"test.level{depth}", $"test/Level{depth}")
{
    public IReadOnlyList<ResourceScope> Scopes { get; init; } = [ResourceScope.Default];

    /// <summary>How many stand under each of this source's resources; as many as it has itself unless set.</summary>
    public int? ChildWidth { get; init; }

    /// <summary>What reading a scope ends in instead of its first resource.</summary>
    public Func<ResourceScope, Exception?> Fault { get; init; } = _ => null;

    protected override IAsyncEnumerable<ResourceScope> GetScopesCoreAsync(CancellationToken cancellationToken) => Scopes.ToAsyncEnumerable();

    protected override ResourceCursor OpenCore(ResourceScope scope, string? pageToken) => new Cursor(this, counts, scope, depth, width, prefix);

    internal sealed class Counts
    {
        public int Open;
        public int Ahead;
        public int MostAhead;
        public int Begun;
        public int TakenBack;
    }

    private sealed class Cursor : ResourceCursor
    {
        private readonly TreeSource _source;
        private readonly Counts _counts;
        private readonly ResourceScope _scope;
        private readonly int _depth;
        private readonly int _width;
        private readonly string _prefix;
        private bool _childrenNext;
        private bool _isAhead;
        private int _next;

        public Cursor(TreeSource source, Counts counts, ResourceScope scope, int depth, int width, string prefix)
        {
            (_source, _counts, _scope, _depth, _width, _prefix) = (source, counts, scope, depth, width, prefix);
            Interlocked.Increment(ref counts.Open);
        }

        protected override ValueTask<CursorStep> ReadCoreAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            EndAheadIfBegun();
            if (_source.Fault(_scope) is { } fault)
            {
                throw fault;
            }

            if (_childrenNext)
            {
                _childrenNext = false;
                Children = [new TreeSource(_counts, _depth - 1, _source.ChildWidth ?? _width, $"{_prefix}{_next - 1}/") { Fault = _source.Fault }];
                return new(CursorStep.Children);
            }

            if (_next == _width)
            {
                return new(CursorStep.End);
            }

            Item.SetName($"{(_scope == ResourceScope.Default ? "" : _scope.Name + ":")}{_prefix}{_next++}");
            Item.AssetType = _source.AssetTypes[0];
            Item.Json = "{}"u8.ToArray();
            _childrenNext = _depth > 0;
            return new(CursorStep.Item);
        }

        protected override void BeginAheadCore(CancellationToken cancellationToken)
        {
            _isAhead = true;
            Interlocked.Increment(ref _counts.Begun);
            _counts.MostAhead = Math.Max(_counts.MostAhead, Interlocked.Increment(ref _counts.Ahead));
        }

        protected override void EndAheadCore()
        {
            if (_isAhead)
            {
                Interlocked.Increment(ref _counts.TakenBack);
            }

            EndAheadIfBegun();
        }

        protected override ValueTask CloseCoreAsync()
        {
            EndAheadIfBegun();
            Interlocked.Decrement(ref _counts.Open);
            return default;
        }

        private void EndAheadIfBegun()
        {
            if (_isAhead)
            {
                _isAhead = false;
                Interlocked.Decrement(ref _counts.Ahead);
            }
        }
    }
}
