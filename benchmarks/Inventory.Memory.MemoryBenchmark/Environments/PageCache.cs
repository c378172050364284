namespace Inventory.Memory.MemoryBenchmark.Environments;

/// <summary>The kernel's cache of files: whoever reads a file first pays for it in his container.</summary>
internal static class PageCache
{
    /// <summary>Forgets every file, so that the next process pays for its own; false where that is not allowed.</summary>
    public static bool TryDrop()
    {
        try
        {
            File.WriteAllText("/proc/sys/vm/drop_caches", "1");
            return true;
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
