using Inventory.Memory.Gc;

namespace Inventory.Memory.Tests.Gc;

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
    public void TrimNative_OnThisSystem_NeverThrows()
    {
        var collector = new GarbageCollector();
        var first = collector.TrimNative();
        Assert.Equal(first, collector.TrimNative());
        if (File.Exists("/lib64/ld-linux-x86-64.so.2"))
            Assert.True(first); // glibc
    }
}
