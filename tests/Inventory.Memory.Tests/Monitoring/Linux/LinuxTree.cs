using Inventory.Memory.Monitoring;
using Microsoft.Extensions.Time.Testing;

namespace Inventory.Memory.Tests.Monitoring.Linux;

/// <summary>A folder that looks like <c>/proc</c> and <c>/sys</c> of a Linux machine with 1 GiB.</summary>
internal sealed class LinuxTree : IDisposable
{
    public const long MiB = 1L << 20;
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("memory-tree-");

    public LinuxTree()
    {
        Statm(sizePages: 5000, residentPages: 2560, sharedPages: 512);
        Write("proc/self/status", "Name:\tx\nVmHWM:\t   12288 kB\nVmRSS:\t   10240 kB\nVmSwap:\t      64 kB\n");
        Write("proc/self/limits", "Limit                     Soft Limit           Hard Limit           Units     \nMax address space         unlimited            unlimited            bytes     \n");
        Write("proc/meminfo", "MemTotal:        1048576 kB\nMemFree:          200000 kB\nMemAvailable:    1038576 kB\nSwapTotal:        2048 kB\nSwapFree:         1024 kB\n");
        Stall(0);
        Write("proc/self/cgroup", "");
        Write("proc/self/mountinfo", "21 26 0:20 / /proc rw - proc proc rw\n");
    }

    public string Root => _root.FullName;

    public FakeTimeProvider Time { get; } = new();

    public MemoryMonitor Monitor(MemoryMonitorOptions? options = null, int pageSize = 4096) =>
        new(MemoryProbes.ForLinux(Root, pageSize), options, Time);

    public void Write(string path, string text)
    {
        var full = Path.Join(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    public void Delete(string path) => File.Delete(Path.Join(Root, path));

    public void DeleteFolder(string path) => Directory.Delete(Path.Join(Root, path), recursive: true);

    public void Statm(long sizePages, long residentPages, long sharedPages) =>
        Write("proc/self/statm", $"{sizePages} {residentPages} {sharedPages} 5 0 123 0\n");

    public void Stall(double percent) => Write(
        "proc/pressure/memory",
        FormattableString.Invariant($"some avg10={percent:F2} avg60=0.00 avg300=0.00 total=0\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n"));

    /// <summary>Says that the process is in this cgroup of version 1, mounted with this root.</summary>
    public void JoinV1(string path, string mountRoot = "/", bool hybrid = false)
    {
        Write("proc/self/cgroup", $"5:devices:/\n4:memory:{path}\n1:cpu:/\n{(hybrid ? "0::/\n" : "")}");
        Write(
            "proc/self/mountinfo",
            $"31 30 0:28 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu\n34 30 0:31 {mountRoot} /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory\n"
            + (hybrid ? "40 30 0:37 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n" : ""));
    }

    public void V1(string folder, long usage, long rss = 0, long inactive = 0, long active = 0, long kernel = 0, long? limit = null, long? hierarchical = null, long mapped = 0)
    {
        const long unlimited = 9223372036854771712;
        var path = "sys/fs/cgroup/memory" + folder.TrimEnd('/') + "/";
        Write(path + "memory.usage_in_bytes", $"{usage}\n");
        Write(path + "memory.max_usage_in_bytes", $"{usage + 1000}\n");
        Write(path + "memory.limit_in_bytes", $"{limit ?? unlimited}\n");
        Write(path + "memory.kmem.usage_in_bytes", $"{kernel}\n");
        Write(path + "memory.failcnt", "7\n");
        Write(path + "memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
        Write(path + "memory.stat", $"cache 1\nrss 1\nhierarchical_memory_limit {hierarchical ?? limit ?? unlimited}\ntotal_rss {rss}\ntotal_inactive_file {inactive}\ntotal_active_file {active}\ntotal_mapped_file {mapped}\n");
    }

    /// <summary>Says that the process is in this cgroup of version 2.</summary>
    public void JoinV2(string path, string mountRoot = "/")
    {
        Write("proc/self/cgroup", $"0::{path}\n");
        Write("proc/self/mountinfo", $"30 23 0:26 {mountRoot} /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n");
    }

    public void V2(string folder, long usage, long anon = 0, long inactive = 0, long active = 0, long kernel = 0, string max = "max", string high = "max", double? stall = null, long mapped = 0)
    {
        var path = "sys/fs/cgroup" + folder.TrimEnd('/') + "/";
        Write(path + "memory.current", $"{usage}\n");
        Write(path + "memory.peak", $"{usage + 1000}\n");
        Write(path + "memory.max", max + "\n");
        Write(path + "memory.high", high + "\n");
        Write(path + "memory.events", "low 0\nhigh 0\nmax 3\noom 1\noom_kill 1\noom_group_kill 0\n");
        Write(path + "memory.stat", $"anon {anon}\nfile 0\nkernel {kernel}\ninactive_anon {anon}\ninactive_file {inactive}\nactive_file {active}\nfile_mapped {mapped}\n");
        if (stall is { } percent)
            Write(path + "memory.pressure", FormattableString.Invariant($"some avg10={percent:F2} avg60=0.00 avg300=0.00 total=0\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n"));
    }

    public void Dispose() => _root.Delete(recursive: true);
}
