namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>Lets a body through at a rate.</summary>
internal sealed class ThrottledStream(Stream inner, long bytesPerSecond, TimeProvider time) : LayerStream(inner)
{
    /// <summary>Pieces a second: fine enough to look steady, coarse enough for the timer.</summary>
    private const int PiecesPerSecond = 50;

    private readonly long _began = time.GetTimestamp();
    private long _sent;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var piece = (int)Math.Clamp(bytesPerSecond / PiecesPerSecond, 1, 64 * 1024);
        while (buffer.Length > 0)
        {
            var count = Math.Min(piece, buffer.Length);
            await Inner.WriteAsync(buffer[..count], cancellationToken).ConfigureAwait(false);
            await Inner.FlushAsync(cancellationToken).ConfigureAwait(false);
            buffer = buffer[count..];
            _sent += count;
            var due = TimeSpan.FromSeconds(_sent / (double)bytesPerSecond) - time.GetElapsedTime(_began);
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
