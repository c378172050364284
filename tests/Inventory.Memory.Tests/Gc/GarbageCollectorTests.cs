using System.Runtime.InteropServices;
using Inventory.Memory.Gc;
using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Tests.Gc;

[Collection(Alone.Name)]
public sealed class GarbageCollectorTests
{
    [Fact]
    public void CollectAggressively_Garbage_IsGone()
    {
        var garbage = Allocate();
        new GarbageCollector().Collect(2, GCCollectionMode.Aggressive);
        Assert.False(garbage.IsAlive);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference Allocate() => new(new byte[1 << 20]);
    }

    [Fact]
    public void TryRefreshLimit_NothingChanged_Succeeds() => Assert.True(new GarbageCollector().TryRefreshLimit());

    /// <summary>Less than what is committed: the runtime throws, and the old limit stays.</summary>
    [Fact]
    public void TryRefreshLimit_BelowWhatIsCommitted_IsRefusedAsAValue()
    {
        const string HardLimit = "GCHeapHardLimit";
        try
        {
            AppContext.SetData(HardLimit, 1UL << 20);
            Assert.False(new GarbageCollector().TryRefreshLimit());
        }
        finally
        {
            // The runtime keeps the last limit that it was told, also one that it refused: take it back, then leave nothing set.
            AppContext.SetData(HardLimit, 0UL);
            GC.RefreshMemoryLimit();
            AppContext.SetData(HardLimit, null);
        }

        Assert.True(new GarbageCollector().TryRefreshLimit());
    }

    /// <summary>Freed blocks under one that is still in use: without the call the C library keeps them.</summary>
    [Fact]
    public unsafe void TrimNative_FreedBlocks_GoBackToTheSystem()
    {
        Assert.SkipUnless(File.Exists("/lib64/ld-linux-x86-64.so.2"), "What the C library keeps, and how it gives it back, is glibc's.");
        const int Blocks = 64 * 1024, Size = 1024;
        var blocks = new nint[Blocks];
        for (var i = 0; i < Blocks; i++)
        {
            blocks[i] = (nint)NativeMemory.Alloc(Size);
            new Span<byte>((void*)blocks[i], Size).Fill(1);
        }

        for (var i = 0; i < Blocks - 1; i++)
            NativeMemory.Free((void*)blocks[i]);
        using var monitor = new MemoryMonitor();
        var kept = monitor.Record().RssBytes;
        Assert.True(new GarbageCollector().TrimNative());
        var left = monitor.Record().RssBytes;
        NativeMemory.Free((void*)blocks[^1]);

        Assert.InRange(kept - left, 32 << 20, 1 << 30);
    }

    [Fact]
    public void TrimNative_OnThisSystem_NeverThrows()
    {
        var collector = new GarbageCollector();
        var first = collector.TrimNative();
        Assert.Equal(first, collector.TrimNative());
        if (File.Exists("/lib64/ld-linux-x86-64.so.2"))
            Assert.True(first); // glibc
    }
}
