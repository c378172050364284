using Inventory.Memory.GoogleCloud.Http;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>An answer that is one resource, read as a list of one: with brackets around it.</summary>
internal sealed class SingleBody(Stream inner) : BodyStream
{
    private static readonly byte[] s_before = [.. """{"items":["""u8];
    private static readonly byte[] s_after = [.. "]}"u8];

    private int _before;
    private int _after;
    private bool _innerEnded;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_before < s_before.Length)
        {
            return Copy(s_before, ref _before, buffer);
        }

        if (!_innerEnded)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read > 0)
            {
                return read;
            }

            _innerEnded = true;
        }

        return Copy(s_after, ref _after, buffer);
    }

    private static int Copy(byte[] source, ref int position, Memory<byte> buffer)
    {
        var count = Math.Min(source.Length - position, buffer.Length);
        source.AsMemory(position, count).CopyTo(buffer);
        position += count;
        return count;
    }
}
