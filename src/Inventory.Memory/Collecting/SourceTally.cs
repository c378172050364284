using Inventory.Memory.Gc;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Collecting;

/// <summary>What the source that is being collected has got so far, and what it cost. While its children are collected it pauses.</summary>
internal sealed class SourceTally(ResourceSource source, TypeSummary type, SourceTally? outer)
{
    private GcStatistics _gc;
    private long _began;
    private long _startBytes;

    public ResourceSource Source => source;

    public TypeSummary Type => type;

    /// <summary>The source under whose resource this one stands; null at the top.</summary>
    public SourceTally? Outer => outer;

    /// <summary>The scope that is open; null between scopes.</summary>
    public ScopeTally? Scope { get; set; }

    /// <summary>Of this process; what an earlier one had handed out of the open scope is not among them.</summary>
    public long Resources { get; set; }

    public void BeginProfile(TimeProvider time, MemorySession memory)
    {
        _began = time.GetTimestamp();
        _gc = GcStatistics.Capture();
        _startBytes = memory.TakeWindow().Last;
    }

    public void EndProfile(TimeProvider time, MemorySession memory, bool isShared) => type.AddProfile(
        time.GetElapsedTime(_began), _startBytes, memory.TakeWindow().Peak, GcStatistics.Capture() - _gc, isShared);
}
