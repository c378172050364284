using Inventory.Memory.GoogleCloud.Emulator.Faults;

namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>Breaks the text of a body at a place, and leaves the rest as it is.</summary>
internal sealed class CorruptingStream(Stream inner, EmulatorFault fault) : LayerStream(inner)
{
    private long _sent;
    private bool _done;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var from = (int)Math.Clamp(fault.AfterBytes - _sent, 0, buffer.Length);
        _sent += buffer.Length;
        var at = _done ? -1 : buffer.Span[from..].IndexOfAnyInRange((byte)'a', (byte)'z');
        if (at < 0)
        {
            await Inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
            return;
        }

        _done = true;
        at += from;
        await Inner.WriteAsync(buffer[..at], cancellationToken).ConfigureAwait(false);
        await Inner.WriteAsync(Replacement(), cancellationToken).ConfigureAwait(false);
        await Inner.WriteAsync(buffer[(at + 1)..], cancellationToken).ConfigureAwait(false);
    }

    private byte[] Replacement() => fault.Kind == FaultKind.InvalidUtf8
        ? [0xFF]
        : "\"\n}]<broken>"u8.ToArray();
}
