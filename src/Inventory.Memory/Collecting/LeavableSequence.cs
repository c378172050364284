namespace Inventory.Memory.Collecting;

/// <summary>
/// What a source, or the finder of sources, enumerates: each next one is waited for no longer than until the run is
/// cancelled or late, also where the token is ignored. What is there without a wait is still handed out then.
/// </summary>
/// <param name="inner">What is enumerated, once.</param>
/// <param name="closings">Closes the enumerator, when it has ended what it does.</param>
/// <param name="finding">Cancelled when the sequence is left; its token goes to the enumerator. Null: the token of whoever enumerates does.</param>
/// <param name="leave">Cancelled or late.</param>
internal sealed class LeavableSequence<T>(
    IAsyncEnumerable<T> inner, RunClosings closings, CancellationTokenSource? finding, CancellationToken leave) : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new Enumerator(inner.GetAsyncEnumerator(finding?.Token ?? cancellationToken), closings, finding, leave);

    private sealed class Enumerator(IAsyncEnumerator<T> items, RunClosings closings, CancellationTokenSource? finding, CancellationToken leave) : IAsyncEnumerator<T>
    {
        private Task? _busy;

        public T Current => items.Current;

        public ValueTask<bool> MoveNextAsync()
        {
            var next = items.MoveNextAsync();
            return next.IsCompleted ? next : AwaitAsync(next.AsTask());
        }

        public ValueTask DisposeAsync() => closings.CloseAsync(items, _busy);

        private async ValueTask<bool> AwaitAsync(Task<bool> next)
        {
            try
            {
                return await next.WaitAsync(leave).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!next.IsCompleted)
            {
                _busy = next;
                _ = finding?.CancelAsync();
                throw;
            }
        }
    }
}
