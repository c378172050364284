namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>A line that lets so many bytes a second through, for all that is sent over it. Safe for any number of threads.</summary>
internal sealed class ByteRate(long bytesPerSecond, TimeProvider time)
{
    /// <summary>Pieces a second: fine enough to look steady, coarse enough for the timer.</summary>
    private const int PiecesPerSecond = 50;

    private readonly Lock _lock = new();
    private readonly long _began = time.GetTimestamp();
    private TimeSpan _free;

    /// <summary>How much may be sent at once.</summary>
    public int PieceBytes { get; } = (int)Math.Clamp(bytesPerSecond / PiecesPerSecond, 1, 64 * 1024);

    /// <summary>The rate of a connection, or null if it has none.</summary>
    public static ByteRate? Of(IDictionary<object, object?> connection) =>
        connection.TryGetValue(typeof(ByteRate), out var rate) ? (ByteRate?)rate : null;

    /// <summary>
    /// Gives a connection its rate; before its first request, since requests at once would each make a rate, and the connection
    /// makes its items without a lock.
    /// </summary>
    public void Bind(IDictionary<object, object?> connection) => connection[typeof(ByteRate)] = this;

    /// <summary>Takes the line for some bytes and answers how long it is busy; what it was idle before is not made up for.</summary>
    public TimeSpan Take(int bytes)
    {
        lock (_lock)
        {
            var now = time.GetElapsedTime(_began);
            _free = (_free > now ? _free : now) + TimeSpan.FromSeconds(bytes / (double)bytesPerSecond);
            return _free - now;
        }
    }
}
