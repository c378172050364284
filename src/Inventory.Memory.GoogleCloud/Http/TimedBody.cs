using System.Globalization;
using System.Runtime.CompilerServices;

namespace Inventory.Memory.GoogleCloud.Http;

/// <summary>
/// A body with limits: of each read's time, of the time of all of them, of its length after decompression. So neither a
/// drip, nor a bomb, nor a list without an end is read for ever. Reads allocate nothing of their own.
/// </summary>
internal sealed class TimedBody(Deadline deadline, TimeProvider time, TimeSpan idleTimeout, TimeSpan wholeTimeout, long maxBytes) : BodyStream
{
    private Stream _inner = Null;
    private TimeSpan _waited;
    private long _read;

    /// <summary>The stream to read; set for each answer. Owned by its response.</summary>
    public Stream Inner
    {
        get => _inner;
        set
        {
            _inner = value;
            (_waited, _read) = (TimeSpan.Zero, 0);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var began = time.GetTimestamp();
        int count;
        using (deadline.Start(idleTimeout, cancellationToken))
        {
            count = await _inner.ReadAsync(buffer, deadline.Token).ConfigureAwait(false);
        }

        // At the last moment: the bytes are there, but the connection has gone with the time-out, and the next read would
        // fail for that instead.
        deadline.Token.ThrowIfCancellationRequested();

        // The consumer's own time does not count.
        _waited += time.GetElapsedTime(began);
        if (_waited > wholeTimeout)
        {
            throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"sent a page more slowly than within {wholeTimeout.TotalSeconds:0} s."));
        }

        _read += count;
        return _read <= maxBytes ? count : throw new BodyTooLongException(maxBytes);
    }
}
