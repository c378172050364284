using System.Diagnostics;
using System.Globalization;

namespace Inventory.Memory.Tests.Shared.Containers;

/// <summary>A real memory limit: a cgroup of its own, version 1 or 2, in which processes are started.</summary>
/// <remarks>Shared by the tests of limits and the memory benchmark.</remarks>
internal sealed class MemoryContainer : IDisposable
{
    private const string V1 = "/sys/fs/cgroup/memory";
    private const string V2 = "/sys/fs/cgroup";
    private const string SocketLimit = "memory.kmem.tcp.limit_in_bytes";

    private readonly DirectoryInfo _folder;

    private MemoryContainer(DirectoryInfo folder, int version) => (_folder, Version) = (folder, version);

    /// <summary>The version of the cgroup hierarchy that limits, 1 or 2.</summary>
    public int Version { get; }

    /// <summary>Sets the limit; it can be changed while processes run.</summary>
    public long LimitBytes
    {
        set => Write(Version == 1 ? "memory.limit_in_bytes" : "memory.max", value);
    }

    /// <summary>What is charged now.</summary>
    public long UsageBytes => Read(Version == 1 ? "memory.usage_in_bytes" : "memory.current");

    /// <summary>The most that was charged, the page cache included.</summary>
    public long PeakBytes => Read(Version == 1 ? "memory.max_usage_in_bytes" : "memory.peak");

    /// <summary>
    /// The most that sockets' buffers took. Version 2 counts them in <see cref="PeakBytes"/> and answers 0 here; version 1
    /// counts them apart, and only after <see cref="CountSocketBuffers"/>.
    /// </summary>
    public long SocketPeakBytes => Version == 1 && File.Exists(PathOf(SocketLimit)) ? Read("memory.kmem.tcp.max_usage_in_bytes") : 0;

    /// <summary>Makes one, or says in words why none can be made here.</summary>
    /// <param name="limitBytes">The limit; null measures only.</param>
    /// <param name="reason">Why there is none.</param>
    public static MemoryContainer? TryCreate(long? limitBytes, out string reason)
    {
        reason = "";
        if (!OperatingSystem.IsLinux())
        {
            reason = "Memory limits are made with cgroups, which only Linux has.";
            return null;
        }

        var isV1 = Directory.Exists(V1);
        if (!isV1 && !(File.Exists($"{V2}/cgroup.controllers") && File.ReadAllText($"{V2}/cgroup.subtree_control").Contains("memory", StringComparison.Ordinal)))
        {
            reason = "No cgroup hierarchy with a memory controller is mounted here.";
            return null;
        }

        try
        {
            var folder = Directory.CreateDirectory(Path.Combine(isV1 ? V1 : V2, $"inventory-{Guid.NewGuid():N}"));
            var container = new MemoryContainer(folder, isV1 ? 1 : 2);
            if (limitBytes is { } limit)
            {
                container.LimitBytes = limit;
            }

            return container;
        }
        catch (Exception denied) when (denied is UnauthorizedAccessException or IOException)
        {
            reason = $"A cgroup cannot be made here: {denied.Message}";
            return null;
        }
    }

    /// <summary>How a program is started inside; its process has the number that <see cref="Process.Start()"/> answers.</summary>
    public ProcessStartInfo Enter(string program, IEnumerable<string> arguments)
    {
        // The shell joins the container before it becomes the program, so that every byte is charged to it.
        const string Script = "echo $$ > \"$0/cgroup.procs\" && exec \"$@\"";
        return new ProcessStartInfo("/bin/sh", ["-c", Script, _folder.FullName, program, .. arguments])
        {
            UseShellExecute = false,
            Environment = { ["DOTNET_DbgEnableMiniDump"] = "0" },
        };
    }

    /// <summary>Has version 1 count the buffers of sockets; it begins to when they are given a limit, here one that nobody meets.</summary>
    public void CountSocketBuffers()
    {
        if (Version == 1 && File.Exists(PathOf(SocketLimit)))
        {
            Write(SocketLimit, 1L << 40);
        }
    }

    public void Dispose() => _folder.Delete();

    private string PathOf(string file) => Path.Combine(_folder.FullName, file);

    private long Read(string file) => long.Parse(File.ReadAllText(PathOf(file)), CultureInfo.InvariantCulture);

    private void Write(string file, long value) => File.WriteAllText(PathOf(file), value.ToString(CultureInfo.InvariantCulture));
}
