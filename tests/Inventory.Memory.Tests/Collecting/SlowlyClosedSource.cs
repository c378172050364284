using Inventory.Memory.Sources;

namespace Inventory.Memory.Tests.Collecting;

/// <summary>Three scopes, requested ahead, whose cursors are not closed before a gate is opened; sees whether one is touched meanwhile or afterwards.</summary>
internal sealed class SlowlyClosedSource() : ResourceSource("test.slow", "test/Slow")
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _isClosing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _begun;

    public int Begun => Volatile.Read(ref _begun);

    public int Closed { get; private set; }

    public bool WasTouched { get; private set; }

    public Task IsClosing => _isClosing.Task;

    public void Open() => _gate.TrySetResult();

    protected override IAsyncEnumerable<ResourceScope> GetScopesCoreAsync(CancellationToken cancellationToken) =>
        new ResourceScope[] { new("0"), new("1"), new("2") }.ToAsyncEnumerable();

    protected override ResourceCursor OpenCore(ResourceScope scope, string? pageToken) => new Cursor(this);

    private sealed class Cursor(SlowlyClosedSource source) : ResourceCursor
    {
        private bool _isClosed;

        protected override ValueTask<CursorStep> ReadCoreAsync(CancellationToken cancellationToken) => new(CursorStep.End);

        protected override void BeginAheadCore(CancellationToken cancellationToken) => Interlocked.Increment(ref source._begun);

        protected override void EndAheadCore() => source.WasTouched |= _isClosed;

        protected override async ValueTask CloseCoreAsync()
        {
            _isClosed = true;
            source._isClosing.TrySetResult();
            await source._gate.Task;
            source.Closed++;
        }
    }
}
