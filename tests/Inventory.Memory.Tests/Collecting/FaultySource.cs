using Inventory.Memory.Sources;

namespace Inventory.Memory.Tests.Collecting;

/// <summary>A source of three scopes with one resource each, of which something throws, or answers what it must not.</summary>
internal sealed class FaultySource(FaultySource.Fault fault, string collection = "test.faulty") : ResourceSource(collection, "test/Faulty")
{
    internal enum Fault
    {
        None,
        Ahead,
        EndAhead,
        Close,
        CloseLater,
        ScopesAtOnce,
        ScopesClose,
        UnknownStep,
        NoticeWithoutOne,
        NoJson,
        NoObject,
        NoName,
    }

    protected override IAsyncEnumerable<ResourceScope> GetScopesCoreAsync(CancellationToken cancellationToken) =>
        fault == Fault.ScopesAtOnce ? throw new FormatException("no scopes") : new Scopes(fault);

    protected override ResourceCursor OpenCore(ResourceScope scope, string? pageToken) => new Cursor(fault, $"{Collection}/{scope}");

    private sealed class Scopes(Fault fault) : IAsyncEnumerable<ResourceScope>, IAsyncEnumerator<ResourceScope>
    {
        private int _next;

        public ResourceScope Current { get; private set; } = ResourceScope.Default;

        public IAsyncEnumerator<ResourceScope> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

        public async ValueTask<bool> MoveNextAsync()
        {
            await Task.Yield();
            Current = new ResourceScope($"{_next}");
            return _next++ < 3;
        }

        public ValueTask DisposeAsync() => fault == Fault.ScopesClose ? throw new FormatException("the finder of scopes cannot be closed") : default;
    }

    private sealed class Cursor(Fault fault, string name) : ResourceCursor
    {
        private bool _hasRead;

        protected override ValueTask<CursorStep> ReadCoreAsync(CancellationToken cancellationToken)
        {
            if (_hasRead)
            {
                return new(CursorStep.End);
            }

            _hasRead = true;
            Item.AssetType = "test/Faulty";
            Item.SetName(fault == Fault.NoName ? "" : name);
            Item.Json = fault switch { Fault.NoJson => default, Fault.NoObject => "[1]"u8.ToArray(), _ => " {}"u8.ToArray() };
            return new(fault switch { Fault.UnknownStep => (CursorStep)7, Fault.NoticeWithoutOne => CursorStep.Notice, _ => CursorStep.Item });
        }

        protected override void BeginAheadCore(CancellationToken cancellationToken)
        {
            if (fault == Fault.Ahead)
            {
                throw new FormatException("cannot begin");
            }
        }

        protected override void EndAheadCore()
        {
            if (fault == Fault.EndAhead)
            {
                throw new FormatException("cannot end");
            }
        }

        protected override async ValueTask CloseCoreAsync()
        {
            if (fault == Fault.CloseLater)
            {
                await Task.Yield();
            }

            if (fault is Fault.Close or Fault.CloseLater)
            {
                throw new FormatException("cannot be closed");
            }
        }
    }
}
