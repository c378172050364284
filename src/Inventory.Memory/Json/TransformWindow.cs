using System.Buffers;

namespace Inventory.Memory.Json;

/// <summary>
/// Takes one stretch of what a large resource is copied to and drops the rest, so that a changed copy of it is never held
/// whole: the copy is made again for each stretch. A sixteenth of the resource at a time, so about sixteen times; what is
/// copied so is a hundred times larger than a usual resource.
/// </summary>
internal sealed class TransformWindow : IBufferWriter<byte>, IDisposable
{
    /// <summary>The most stretches of a copy that is as long as the resource.</summary>
    private const int Stretches = 16;

    private const int LeastBytes = 64 * 1024;

    private readonly LargeBlock _block;

    /// <summary>Where goes what is not taken.</summary>
    private byte[] _aside = new byte[JsonCompactor.PieceBytes];
    private long _from;
    private int _taken;
    private bool _direct;

    /// <param name="length">Of the resource.</param>
    /// <exception cref="OutOfMemoryException">The system has no memory for a stretch.</exception>
#pragma warning disable MA0012 // as the runtime does where there is no memory for an array
    public TransformWindow(int length) =>
        _block = LargeBlock.TryAllocate(Math.Max(LeastBytes, length / Stretches)) ?? throw new InsufficientMemoryException();
#pragma warning restore MA0012

    /// <summary>What has been copied so far, taken or not.</summary>
    public long Copied { get; private set; }

    /// <summary>The stretch; valid until the next one begins.</summary>
    public ReadOnlyMemory<byte> Taken => _block.Memory[.._taken];

    /// <summary>Makes one line of what has been taken: in valid JSON, line breaks stand between tokens alone.</summary>
    public void JoinLines() => JsonText.JoinLines(_block.GetSpan()[.._taken]);

    /// <summary>Begins a copy of which what comes from here on is wanted.</summary>
    public void Begin(long from) => (_from, _taken, Copied) = (from, 0, 0);

    public Memory<byte> GetMemory(int sizeHint = 0) => IsDirect(sizeHint) ? _block.Memory[_taken..] : Aside(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => IsDirect(sizeHint) ? _block.GetSpan()[_taken..] : Aside(sizeHint);

    public void Advance(int count)
    {
        if (_direct)
        {
            _taken += count;
        }
        else
        {
            Take(_aside.AsSpan(0, count));
        }

        Copied += count;
    }

    public void Dispose() => _block.LetGo();

    private bool IsDirect(int sizeHint) => _direct = Copied >= _from && _block.Length - _taken >= Math.Max(sizeHint, 1);

    private byte[] Aside(int sizeHint) => _aside.Length >= sizeHint ? _aside : _aside = new byte[sizeHint];

    private void Take(ReadOnlySpan<byte> text)
    {
        text = text[(int)Math.Clamp(_from - Copied, 0, text.Length)..];
        text = text[..Math.Min(text.Length, _block.Length - _taken)];
        text.CopyTo(_block.GetSpan()[_taken..]);
        _taken += text.Length;
    }
}
