using System.Buffers;

namespace Inventory.Memory.Json;

/// <summary>
/// Memory for one large value, outside the managed heap: the collector never sees it, so it neither counts against the
/// collector's limit nor meets the collector's fault near that limit (docs/memory.md). It is the system's own: pages that
/// are not touched cost nothing, it grows without a copy where the system can (Linux), and is given back at once.
/// </summary>
/// <remarks>
/// Whoever reads into it or writes from it takes it in use, and it is given back when nobody does any more: a read that
/// was abandoned never meets memory that is another's. Memory handed out throws once the block has been given back.
/// </remarks>
internal sealed unsafe class LargeBlock : MemoryManager<byte>
{
    private readonly SystemMemory _memory;

    private LargeBlock(SystemMemory memory) => _memory = memory;

    public int Length => _memory.Length;

    /// <returns>Null when the system has no such memory.</returns>
    public static LargeBlock? TryAllocate(int length)
    {
        var memory = SystemMemory.TryAllocate(length);
        return memory is null ? null : new LargeBlock(memory);
    }

    /// <summary>Makes it larger; what is in it stays. Nothing of it may be in use meanwhile.</summary>
    /// <returns>False when the system has no such memory: then nothing has changed.</returns>
    public bool TryGrow(int length) => _memory.TryGrow(length);

    /// <summary>Keeps it until <see cref="EndUse"/>, although its owner may let go of it meanwhile.</summary>
    public void BeginUse()
    {
        var begun = false;
        _memory.DangerousAddRef(ref begun);
    }

    public void EndUse() => _memory.DangerousRelease();

    /// <summary>Ends the owner's use of it.</summary>
    public void LetGo() => _memory.Dispose();

    /// <inheritdoc/>
    public override Span<byte> GetSpan() => new(_memory.Start, _memory.Length);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        BeginUse();
        return new MemoryHandle(_memory.Start + elementIndex, pinnable: this);
    }

    /// <inheritdoc/>
    public override void Unpin() => EndUse();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => LetGo();
}
