using System.Globalization;

namespace Inventory.Memory.Cli.Output;

/// <summary>What is at a path in truth, whatever it is called: links are followed.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Identity">The same for two names of one file; null where the system does not say (it is asked on Linux alone).</param>
/// <param name="Length">Of a file.</param>
internal readonly record struct FileFacts(FileKind Kind, string? Identity, long Length)
{
    private const int CurrentFolder = -100, OfDescriptor = 0x1000;
    private const uint BasicStatus = 0x7ff;

    /// <summary>A pipe, a socket or a device, also one that a path of the process's own open files means: nothing of it is lost by writing.</summary>
    public static bool IsStream(string path) => DescriptorOf(path) is not null || Of(path).Kind is FileKind.Pipe or FileKind.Socket or FileKind.Device;

    /// <summary>The open file of this process that a path such as /dev/stdout or /dev/fd/63 means. Written to as it is open, and not opened again.</summary>
    public static int? DescriptorOf(string path) => OperatingSystem.IsWindows() ? null : Path.GetFullPath(path) switch
    {
        "/dev/stdin" => 0,
        "/dev/stdout" => 1,
        "/dev/stderr" => 2,
        var full when (full.StartsWith("/dev/fd/", StringComparison.Ordinal) || full.StartsWith("/proc/self/fd/", StringComparison.Ordinal))
            && int.TryParse(Path.GetFileName(full), NumberStyles.None, CultureInfo.InvariantCulture, out var descriptor) => descriptor,
        _ => null,
    };

    public static FileFacts Of(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            return SystemCalls.Status(CurrentFolder, path, 0, BasicStatus, out var entry) == 0 ? From(entry) : default;
        }

        return Directory.Exists(path) ? new FileFacts(FileKind.Folder, null, 0)
            : !OperatingSystem.IsWindows() && Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal) ? new FileFacts(FileKind.Device, null, 0)
            : new FileInfo(path) is { Exists: true, LinkTarget: null } file ? new FileFacts(FileKind.File, null, file.Length)
            : File.Exists(path) ? new FileFacts(FileKind.File, null, long.MaxValue)
            : default;
    }

    public static FileFacts Of(int descriptor) =>
        OperatingSystem.IsLinux() && SystemCalls.Status(descriptor, "", OfDescriptor, BasicStatus, out var entry) == 0 ? From(entry) : default;

    /// <summary>The same for two paths of one file, be it there or not: its device and number, or those of its folder with its name.</summary>
    public static string KeyOf(string path)
    {
        if (Of(path).Identity is { } identity)
        {
            return identity;
        }

        var target = Checkpoints.TemporaryFile.FollowLinks(path);
        var folder = Path.GetDirectoryName(target) ?? target;
        return Path.Combine(Of(folder).Identity ?? folder, Path.GetFileName(target));
    }

    private static FileFacts From(in SystemCalls.StatusEntry entry) => new(
        (entry.Mode & 0xf000) switch
        {
            0x8000 => FileKind.File,
            0x4000 => FileKind.Folder,
            0x1000 => FileKind.Pipe,
            0xc000 => FileKind.Socket,
            _ => FileKind.Device,
        },
        string.Create(CultureInfo.InvariantCulture, $"{entry.DeviceMajor}:{entry.DeviceMinor}:{entry.Inode}"),
        entry.Size);
}
