namespace Inventory.Memory.Monitoring.Linux;

/// <summary>The levels of this process's memory cgroup, its own first, and the text that they were found by.</summary>
internal sealed class CgroupTree : IDisposable
{
    private readonly ProcFile _membership;
    private readonly byte[] _found;

    private CgroupTree(ProcFile membership, byte[] found, CgroupLevel[] levels)
    {
        _membership = membership;
        _found = found;
        Levels = levels;
    }

    public CgroupLevel[] Levels { get; }

    /// <returns>The tree, or null where this process is in no memory cgroup.</returns>
    public static CgroupTree? Find(string root)
    {
        var (version, folders) = CgroupLocator.Locate(root);
        if (folders.Count == 0)
            return null;
        var levels = folders
            .Select(folder => version == 1 ? (CgroupLevel)new CgroupLevelV1(folder) : new CgroupLevelV2(folder))
            .ToArray();
        var membership = new ProcFile(Path.Join(root, "proc/self/cgroup"));
        Span<byte> buffer = stackalloc byte[ProcFile.BufferSize];
        return new CgroupTree(membership, buffer[..Math.Max(0, membership.Read(buffer))].ToArray(), levels);
    }

    /// <summary>Whether the process is still where it was found, and that still exists. Reads one small file.</summary>
    public bool IsCurrent()
    {
        Span<byte> buffer = stackalloc byte[ProcFile.BufferSize];
        var read = _membership.Read(buffer);
        return read >= 0 && buffer[..read].SequenceEqual(_found) && Directory.Exists(Levels[0].Folder);
    }

    /// <summary>Limits and counters of every level.</summary>
    public bool ReadRare()
    {
        foreach (var level in Levels)
        {
            if (!level.ReadRare())
                return false;
        }

        return true;
    }

    /// <summary>
    /// Version 1 tells a limit of ancestors that are not mounted here; it counts when no visible level has it.
    /// </summary>
    public void ApplyHierarchicalLimit()
    {
        if (Levels[0] is not CgroupLevelV1 own || own.HierarchicalLimit >= own.Limit)
            return;
        for (var i = 1; i < Levels.Length; i++)
        {
            if (Levels[i].Limit <= own.HierarchicalLimit)
                return;
        }

        own.ApplyHierarchicalLimit();
    }

    public void Dispose()
    {
        _membership.Dispose();
        foreach (var level in Levels)
            level.Dispose();
    }
}
