using System.Runtime.ExceptionServices;
using Inventory.Memory.Pressure;

namespace Inventory.Memory.Collecting;

/// <summary>
/// A feed some steps ahead of its reader: while one scope is being read, the first pages of the next ones are already
/// requested. The order stays; what waits, waits in the kernel's bounded buffers.
/// </summary>
/// <remarks>
/// Two parties: a task that runs ahead, and the walk that takes. What is in the queue belongs to neither and is touched
/// under the lock alone, so that the governor can have the requests given back from any thread.
/// </remarks>
internal sealed class ScopesAhead : IScopeFeed, ITrimmable
{
    /// <summary>Steps without a cursor cost some bytes each; a run over many empty sources must not hold them all.</summary>
    private const int MaxSteps = 64;

    private readonly ScopeFeed _feed;
    private readonly Func<int> _allowed;
    private readonly RunClosings _closings;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationToken _ahead;
    private readonly IDisposable _registration;
    private readonly Lock _lock = new();
    private readonly Queue<FeedItem> _queue = new();
    private readonly SemaphoreSlim _added = new(0);
    private readonly SemaphoreSlim _taken = new(0);
    private int _cursors;
    private Task? _running;

    /// <param name="feed">What to run ahead on; owned.</param>
    /// <param name="governor">Says how far, and may have it all given back.</param>
    /// <param name="lookAhead">How many scopes at most, 1 or more.</param>
    /// <param name="closings">Closes what nobody takes any more.</param>
    /// <param name="cancelled">Ends the waiting of the walk.</param>
    /// <param name="cancelledOrLate">Ends the requests.</param>
    public ScopesAhead(
        ScopeFeed feed, MemoryGovernor governor, int lookAhead, RunClosings closings, CancellationToken cancelled, CancellationToken cancelledOrLate)
    {
        (_feed, _closings) = (feed, closings);
        _allowed = () => governor.AllowedLookAhead(lookAhead);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        _ahead = cancelledOrLate;
        _registration = governor.Register(this);
    }

    public async ValueTask<FeedItem> NextAsync()
    {
        _running ??= Task.Run(RunAheadAsync, CancellationToken.None);
        await _added.WaitAsync(_stop.Token).ConfigureAwait(false);
        TryTake(out var item);
        _taken.Release();
        if (item is { Step: FeedStep.End, Failure: { } failure })
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return item;
    }

    /// <summary>Gives every early answer back; the scopes stay and are requested again in their turn.</summary>
    public long Trim(PressureLevel level)
    {
        List<Exception> failures = [];
        lock (_lock)
        {
            foreach (var item in _queue)
            {
                try
                {
                    item.Cursor?.EndAhead();
                }
                catch (Exception failure)
                {
                    // One that cannot give its answer back must not keep the others from it.
                    failures.Add(failure);
                }
            }
        }

        return failures.Count == 0 ? 0 : throw new AggregateException(failures);
    }

    public async ValueTask DisposeAsync()
    {
        _registration.Dispose();
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_running is not null)
        {
            await _running.ConfigureAwait(false);
        }

        // Nobody adds or takes any more; but the governor may just be having answers given back, so each is taken out before it is closed.
        while (TryTake(out var item))
        {
            await CloseAsync(item).ConfigureAwait(false);
        }

        await _closings.CloseAsync(_feed).ConfigureAwait(false);
        _stop.Dispose();
        _added.Dispose();
        _taken.Dispose();
    }

    /// <summary>Ends at the end of the feed, when anything fails, or when the walk is disposed; never with an exception.</summary>
    private async Task RunAheadAsync()
    {
        try
        {
            FeedStep step;
            do
            {
                var item = await StepAsync().ConfigureAwait(false);
                step = item.Step;
                if (!await WaitForRoomAsync(item.Cursor is not null).ConfigureAwait(false))
                {
                    await CloseAsync(item).ConfigureAwait(false);
                    return;
                }

                Add(item);
            }
            while (step != FeedStep.End);
        }
        catch (Exception failure)
        {
            // The walk waits for a step: without one it would wait for ever.
            Enqueue(new(FeedStep.End) { Failure = failure });
        }
    }

    private async ValueTask<FeedItem> StepAsync()
    {
        try
        {
            return await _feed.NextAsync().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // To be thrown where it would have been without looking ahead.
            return new(FeedStep.End) { Failure = failure };
        }
    }

    private async ValueTask<bool> WaitForRoomAsync(bool forCursor)
    {
        try
        {
            while (!HasRoom(forCursor))
            {
                await _taken.WaitAsync(_stop.Token).ConfigureAwait(false);
            }

            return !_stop.IsCancellationRequested;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private bool HasRoom(bool forCursor)
    {
        // One that is only opened costs nothing, and lets the walk go on when nothing may run ahead.
        var cursors = Math.Max(1, _allowed());
        lock (_lock)
        {
            return forCursor ? _cursors < cursors : _queue.Count < MaxSteps;
        }
    }

    private void Add(FeedItem item)
    {
        if (item.Cursor is not null && _allowed() > 0)
        {
            item.Cursor.BeginAhead(_ahead);
        }

        Enqueue(item);
    }

    private void Enqueue(FeedItem item)
    {
        lock (_lock)
        {
            _queue.Enqueue(item);
            _cursors += item.Cursor is null ? 0 : 1;
        }

        _added.Release();
    }

    private bool TryTake(out FeedItem item)
    {
        lock (_lock)
        {
            var taken = _queue.TryDequeue(out item);
            _cursors -= item.Cursor is null ? 0 : 1;
            return taken;
        }
    }

    private ValueTask CloseAsync(FeedItem item) => item.Cursor is { } cursor ? _closings.CloseAsync(cursor) : default;
}
