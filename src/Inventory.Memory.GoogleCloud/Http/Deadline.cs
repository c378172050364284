namespace Inventory.Memory.GoogleCloud.Http;

/// <summary>
/// A time-out that is started and stopped any number of times without allocating: once per read of a body.
/// Not safe for concurrent use.
/// </summary>
internal sealed class Deadline(TimeProvider time) : IDisposable
{
    private CancellationTokenSource _source = new(Timeout.InfiniteTimeSpan, time);

    /// <summary>Cancelled by the deadline or by the caller.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Starts the clock, until the answer is disposed.</summary>
    public Running Start(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (_source.IsCancellationRequested)
        {
            _source.Dispose();
            _source = new(Timeout.InfiniteTimeSpan, time);
        }

        _source.CancelAfter(timeout);
        return new(this, cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source));
    }

    /// <summary>Whether it was the clock, and not the caller, that ended the last wait.</summary>
    public bool HasExpired(CancellationToken cancellationToken) =>
        _source.IsCancellationRequested && !cancellationToken.IsCancellationRequested;

    public void Dispose() => _source.Dispose();

    internal readonly struct Running(Deadline deadline, CancellationTokenRegistration registration) : IDisposable
    {
        public void Dispose()
        {
            registration.Dispose();
            if (!deadline._source.IsCancellationRequested)
            {
                // The consumer's own time must not count.
                deadline._source.CancelAfter(Timeout.InfiniteTimeSpan);
            }
        }
    }
}
