using Inventory.Memory.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Inventory.Memory.Collecting;

/// <summary>
/// Closes what a run has opened. A source that throws while it is closed spoils nothing that was read: it is logged. One
/// that does not come to an end is waited for until the run is cancelled or late, and is closed later, when it ends.
/// </summary>
/// <remarks>Never throws. Thread-safe: the task that runs ahead closes, too.</remarks>
/// <param name="logger">Told what throws, and what was left behind.</param>
/// <param name="cancelledOrLate">Ends the waiting.</param>
internal sealed class RunClosings(ILogger logger, CancellationToken cancelledOrLate)
{
    /// <summary>
    /// What obeys its token ends within microseconds; this is time enough for it on a machine that is busy, and little to
    /// wait for what does not. Of the system's clock: with another one nobody might move it on.
    /// </summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private int _open;
    private TaskCompletionSource? _none;

    /// <summary>Closes something.</summary>
    /// <param name="opened">What is closed.</param>
    /// <param name="busy">What it still does; it is closed behind that. Null: nothing.</param>
    public ValueTask CloseAsync(IAsyncDisposable opened, Task? busy = null)
    {
        if (busy is not null)
        {
            return AwaitAsync(CloseBehindAsync(opened, busy), opened);
        }

        ValueTask closing;
        try
        {
            closing = opened.DisposeAsync();
        }
        catch (Exception failure)
        {
            Report(failure, opened);
            return default;
        }

        return closing.IsCompletedSuccessfully ? closing : AwaitAsync(closing.AsTask(), opened);
    }

    /// <summary>The run ends: waits a moment for what has not come to its end yet.</summary>
    public async ValueTask EndAsync()
    {
        Task none;
        lock (_lock)
        {
            if (_open == 0)
            {
                return;
            }

            none = (_none = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        try
        {
            await none.WaitAsync(s_patience, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Quietly(() => logger.LeftBehind(Volatile.Read(ref _open)));
        }
    }

    public void Report(Exception failure, object opened) => Quietly(() => logger.CloseFailed(failure, opened.GetType().Name));

    private static async Task CloseBehindAsync(IAsyncDisposable opened, Task busy)
    {
        await busy.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await opened.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask AwaitAsync(Task closing, object opened)
    {
        lock (_lock)
        {
            _open++;
        }

        await WatchAsync(closing, opened).WaitAsync(cancelledOrLate).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task WatchAsync(Task closing, object opened)
    {
        await closing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (closing.Exception is { } failure)
        {
            Report(failure.InnerException ?? failure, opened);
        }

        lock (_lock)
        {
            if (--_open == 0)
            {
                _none?.TrySetResult();
            }
        }
    }

    /// <summary>A logger that throws here would keep the rest from being closed; it throws elsewhere, too.</summary>
    private static void Quietly(Action log)
    {
        try
        {
            log();
        }
        catch (Exception)
        {
            // See above.
        }
    }
}
