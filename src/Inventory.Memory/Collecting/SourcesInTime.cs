using System.Runtime.CompilerServices;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Collecting;

/// <summary>
/// A run's sources, as long as they can be found before its deadline. What is there without waiting comes after the
/// deadline, too: then each list that is not read can still be named.
/// </summary>
internal static class SourcesInTime
{
    /// <param name="sources">Enumerated once.</param>
    /// <param name="cancelledOrLate">Ends every wait for the next source, whether or not the sources obey.</param>
    /// <param name="cancellationToken">Ends the finding.</param>
    /// <exception cref="OperationCanceledException">The next source could not be found in time.</exception>
    public static async IAsyncEnumerable<ResourceSource> FindAsync(
        IAsyncEnumerable<ResourceSource> sources, CancellationToken cancelledOrLate, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var enumerator = sources.GetAsyncEnumerator(stop.Token);
        Task<bool>? moving = null;
        try
        {
            while (true)
            {
                bool found;
                var move = enumerator.MoveNextAsync();
                if (move.IsCompleted)
                {
                    found = await move.ConfigureAwait(false);
                }
                else
                {
                    moving = move.AsTask();
                    found = await WaitAsync(moving, cancelledOrLate, cancellationToken).ConfigureAwait(false);
                    moving = null;
                }

                if (!found)
                {
                    yield break;
                }

                yield return enumerator.Current;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            if (moving is { IsCompleted: false })
            {
                // It has been told to stop. Nobody waits for one that does not obey.
                _ = EndLaterAsync(enumerator, moving);
            }
            else
            {
                await enumerator.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private static async Task<bool> WaitAsync(Task<bool> moving, CancellationToken cancelledOrLate, CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancelledOrLate, cancellationToken);
        return await moving.WaitAsync(ends.Token).ConfigureAwait(false);
    }

    private static async Task EndLaterAsync(IAsyncEnumerator<ResourceSource> enumerator, Task moving)
    {
        await moving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await enumerator.DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
