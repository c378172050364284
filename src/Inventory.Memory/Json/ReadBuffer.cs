using System.Runtime.CompilerServices;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Json;

/// <summary>
/// The one buffer of a reader: unread bytes of a body, from the start of the value being read to what the network has
/// brought. For a value that does not fit it takes a <see cref="LargeBlock"/> outside the managed heap, asked for
/// beforehand and larger by doubling, and goes back to its base when that value has been handed out.
/// </summary>
internal sealed class ReadBuffer(Func<long, bool>? tryReserve, Action<long>? release)
{
    /// <summary>80 KiB: an array below 85,000 bytes stays off the large object heap.</summary>
    public const int BaseBytes = 80 * 1024;

    /// <summary>One read brings at most this much, so that what is left after a large item fits the base again.</summary>
    public const int MaxReadBytes = 64 * 1024;

    /// <summary>Up to here a grown buffer is kept for the rest of the page: the next resource is likely as large.</summary>
    public const int KeptForPageBytes = 256 * 1024;

    /// <summary>
    /// A scope ends and the next begins: its buffer is used again. One for each level that a run can have: pinned arrays are
    /// collected with generation 2 alone, so that dropping and making them anew would add up. At most 640 KiB.
    /// </summary>
    private static readonly byte[]?[] s_spares = new byte[]?[ResourceCursor.MaxDepth];

    private byte[] _base = [];

    /// <summary>What holds the bytes instead of the base while a value is larger than that.</summary>
    private LargeBlock? _large;
    private int _start;
    private int _end;

    /// <summary>The offset in the body of the first byte that is held.</summary>
    public long Offset { get; private set; }

    public int Count => _end - _start;

    public int Capacity => _large?.Length ?? BaseBytes;

    /// <summary>What is used at this moment; nothing before the first read.</summary>
    public int HeldBytes => _large?.Length ?? _base.Length;

    public ReadOnlySpan<byte> Unread => Bytes.Slice(_start, Count);

    private Span<byte> Bytes => _large is null ? _base : _large.GetSpan();

    public ReadOnlyMemory<byte> Slice(int start, int length) => Memory.Slice(_start + start, length);

    /// <summary>Rented with the first byte: a reader whose turn has not come holds nothing.</summary>
    private Memory<byte> Memory => _large is not null ? _large.Memory : _base.Length > 0 ? _base : _base = Rent();

    /// <summary>Gives the buffer back; nothing may be read from here any more.</summary>
    public void Return()
    {
        Reset();
        var bytes = Interlocked.Exchange(ref _base, []);
        for (var i = 0; i < s_spares.Length && bytes.Length == BaseBytes; i++)
        {
            if (Interlocked.CompareExchange(ref s_spares[i], bytes, null) is null)
            {
                return;
            }
        }
    }

    /// <summary>Forgets everything: another body begins.</summary>
    public void Reset()
    {
        Discard(Count);
        Offset = 0;
        Shrink();
    }

    public void Discard(int count)
    {
        Offset += count;
#if DEBUG
        // A span taken from an item whose lease has ended must not look right by chance.
        Bytes.Slice(_start, count).Fill((byte)'#');
#endif
        _start += count;
        if (_start == _end)
        {
            _start = _end = 0;
        }
    }

    /// <summary>Goes back to the base if the rest fits there; called when nothing is being handed out.</summary>
    public void Shrink(int keep = 0)
    {
        if (_large is { } large && Capacity > keep && Count <= BaseBytes)
        {
            Unread.CopyTo(_base);
            (_end, _start, _large) = (Count, 0, null);
            large.LetGo();
            release?.Invoke(large.Length);
        }
    }

    /// <summary>Makes room for a read. False: it would have to grow past the bound, or growing was refused.</summary>
    public bool TryMakeRoom(int maxBytes)
    {
        if (_end < Capacity)
        {
            return true;
        }

        if (_start > 0)
        {
            Unread.CopyTo(Bytes);
            (_end, _start) = (Count, 0);
            return true;
        }

        var larger = (int)Math.Min(Capacity * 2L, Math.Max(BaseBytes, (long)maxBytes + MaxReadBytes));
        return Count < maxBytes && larger > Capacity && TryGrow(larger);
    }

    /// <summary>Reads once; 0 at the end of the body. There must be room.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> FillAsync(Stream body, CancellationToken cancellationToken)
    {
        var room = Memory.Slice(_end, Math.Min(MaxReadBytes, Capacity - _end));
        var large = _large;
        large?.BeginUse();
        try
        {
            var read = await body.ReadAsync(room, cancellationToken).ConfigureAwait(false);
            _end += read;
            return read;
        }
        finally
        {
            large?.EndUse();
        }
    }

    /// <summary>
    /// An array of the base size that the collector neither moves nor counts among what has survived a collection: two of
    /// them are most of what the budget of generation 1 allows a run.
    /// </summary>
    public static byte[] AllocateBase() => GC.AllocateUninitializedArray<byte>(BaseBytes, pinned: true);

    private bool TryGrow(int larger)
    {
        // Where it grows without a copy the difference is taken, else for a moment both.
        var held = _large?.Length ?? 0;
        var asked = SystemMemory.GrowsInPlace ? larger - held : larger;
        if (tryReserve?.Invoke(asked) == false)
        {
            return false;
        }

        if (_large is null ? (_large = TryTakeLarge(larger)) is null : !_large.TryGrow(larger))
        {
            release?.Invoke(asked);
            return false;
        }

        if (held + asked > larger)
        {
            release?.Invoke(held);
        }

        return true;
    }

    private LargeBlock? TryTakeLarge(int length)
    {
        var block = LargeBlock.TryAllocate(length);
        if (block is not null)
        {
            Unread.CopyTo(block.GetSpan());
            (_end, _start) = (Count, 0);
        }

        return block;
    }

    private static byte[] Rent()
    {
        for (var i = 0; i < s_spares.Length; i++)
        {
            if (Interlocked.Exchange(ref s_spares[i], null) is { } spare)
            {
                return spare;
            }
        }

        return AllocateBase();
    }
}
