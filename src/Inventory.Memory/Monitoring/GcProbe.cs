namespace Inventory.Memory.Monitoring;

/// <summary>
/// The garbage collector's own figures. <see cref="GC.GetGCMemoryInfo()"/> is a snapshot of the last collection and
/// allocates 288 bytes, so it is read again only when a collection has happened.
/// </summary>
internal sealed class GcProbe() : MemoryProbe("garbage collector", TimeSpan.Zero)
{
    private int _collections = -1;
    private long _committed;

    protected override ProbeResult ReadCore(MemoryReading reading, TimeSpan now)
    {
        reading.Heap = GC.GetTotalMemory(forceFullCollection: false);
        var collections = GC.CollectionCount(0); // counts those of older generations too
        if (collections != _collections)
        {
            var info = GC.GetGCMemoryInfo(GCKind.Any);
            _collections = collections;
            _committed = info.TotalCommittedBytes;
            reading.HeapAfterCollection = info.HeapSizeBytes;
            reading.Fragmented = info.FragmentedBytes;
            reading.GcLimit = info.TotalAvailableMemoryBytes;
        }

        // All zeros before the first collection, and of the past after it: what is allocated now is committed as well.
        reading.Committed = Math.Max(_committed, reading.Heap);
        return ProbeResult.Read;
    }

    protected override void Clear(MemoryReading reading)
    {
        (reading.Heap, reading.HeapAfterCollection, reading.Committed) = (0, 0, 0);
        (reading.Fragmented, reading.GcLimit) = (0, 0);
        _collections = -1;
    }
}
