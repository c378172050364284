namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>Lets a body through at the rate of its line.</summary>
internal sealed class ThrottledStream(Stream inner, ByteRate rate, TimeProvider time) : LayerStream(inner)
{
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            var count = Math.Min(rate.PieceBytes, buffer.Length);
            await Inner.WriteAsync(buffer[..count], cancellationToken).ConfigureAwait(false);
            await Inner.FlushAsync(cancellationToken).ConfigureAwait(false);
            buffer = buffer[count..];
            await Task.Delay(rate.Take(count), time, cancellationToken).ConfigureAwait(false);
        }
    }
}
