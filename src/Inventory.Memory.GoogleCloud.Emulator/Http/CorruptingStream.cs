using Inventory.Memory.GoogleCloud.Emulator.Faults;

namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>Breaks a body at a place: one byte of it, or everything behind it.</summary>
internal sealed class CorruptingStream(Stream inner, EmulatorFault fault) : LayerStream(inner)
{
    private static readonly byte[] s_blanks = [.. Enumerable.Repeat((byte)' ', 32 * 1024)];

    private long _sent;
    private bool _done;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var from = (int)Math.Clamp(fault.AfterBytes - _sent, 0, buffer.Length);
        _sent += buffer.Length;
        var at = _done ? -1 : FindPlace(buffer.Span[from..]);
        if (at >= 0)
        {
            _done = true;
            at += from;
            await Inner.WriteAsync(buffer[..at], cancellationToken).ConfigureAwait(false);
            await Inner.WriteAsync(Replacement(buffer.Span[at]), cancellationToken).ConfigureAwait(false);
            while (fault.Kind == FaultKind.EndlessBody)
            {
                // A connection that is gone takes everything in silence.
                cancellationToken.ThrowIfCancellationRequested();
                await Inner.WriteAsync(s_blanks, cancellationToken).ConfigureAwait(false);
            }

            buffer = EndsThere ? default : buffer[(at + 1)..];
        }
        else if (_done && EndsThere)
        {
            return;
        }

        await Inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    private bool EndsThere => fault.Kind == FaultKind.CutJson;

    /// <summary>Text is broken where a letter stands, compressed bytes anywhere.</summary>
    private int FindPlace(ReadOnlySpan<byte> bytes) => fault.Kind switch
    {
        FaultKind.BrokenGzip => bytes.IsEmpty ? -1 : 0,
        _ => bytes.IndexOfAnyInRange((byte)'a', (byte)'z'),
    };

    private byte[] Replacement(byte original) => fault.Kind switch
    {
        FaultKind.CutJson or FaultKind.EndlessBody => [],
        FaultKind.InvalidUtf8 => [0xFF],
        FaultKind.BrokenGzip => [(byte)~original],
        _ => "\"\n}]<broken>"u8.ToArray(),
    };
}
