using System.Text;

namespace Inventory.Memory.Monitoring.Linux;

/// <summary>
/// Finds the folders of this process's memory cgroup, its own first and then its ancestors as far as they are mounted,
/// from <c>/proc/self/cgroup</c> and <c>/proc/self/mountinfo</c>. Runs when something has changed, so it may allocate.
/// </summary>
internal static class CgroupLocator
{
    /// <summary>More levels than any orchestrator nests; a bound against a cyclic or hostile tree.</summary>
    private const int MaximumDepth = 32;

    /// <returns>The version (1 or 2) and the folders, or no folders where there is no memory cgroup.</returns>
    public static (int Version, IReadOnlyList<string> Folders) Locate(string root)
    {
        var cgroups = ReadLines(Path.Join(root, "proc/self/cgroup"));
        var mounts = ReadLines(Path.Join(root, "proc/self/mountinfo"));

        // Hybrid: version 2 is mounted beside version 1, but the memory controller can be in one of them only.
        if (PathOf(cgroups, static controllers => controllers.Split(',').Contains("memory")) is { } path1
            && MountOf(mounts, "cgroup", static options => options.Split(',').Contains("memory")) is { } mount1)
        {
            return (1, Folders(root, path1, mount1, "memory.usage_in_bytes"));
        }

        if (PathOf(cgroups, static controllers => controllers.Length == 0) is { } path2
            && MountOf(mounts, "cgroup2", static _ => true) is { } mount2)
        {
            return (2, Folders(root, path2, mount2, "memory.current"));
        }

        return (0, []);
    }

    /// <summary>
    /// Lines are <c>4:memory:/a/b</c> (version 1) and <c>0::/a/b</c> (version 2); a path may hold colons.
    /// </summary>
    private static string? PathOf(string[] lines, Func<string, bool> isWanted) => lines
        .Select(static line => line.Split(':', 3))
        .FirstOrDefault(parts => parts.Length == 3 && isWanted(parts[1]))?[2];

    /// <summary>
    /// Lines are <c>34 30 0:31 ROOT MOUNTPOINT options [optional…] - TYPE SOURCE SUPEROPTIONS</c>; blanks in paths are
    /// written as octal escapes.
    /// </summary>
    private static (string Root, string Point)? MountOf(string[] lines, string type, Func<string, bool> hasOptions)
    {
        foreach (var line in lines)
        {
            var halves = line.Split(" - ", 2);
            if (halves.Length < 2)
                continue;
            var left = halves[0].Split(' ');
            var right = halves[1].Split(' ');
            if (left.Length >= 5 && right.Length >= 3 && right[0] == type && hasOptions(right[2]))
                return (Unescape(left[3]), Unescape(left[4]));
        }

        return null;
    }

    private static List<string> Folders(string root, string path, (string Root, string Point) mount, string usageFile)
    {
        var top = (root.TrimEnd('/') + mount.Point).TrimEnd('/');
        var folder = (top + RelativePath(path, mount.Root)).TrimEnd('/');
        if (!Directory.Exists(folder))
            folder = top; // named from another namespace: what is mounted is what we can see

        // The true root of version 2 has no usage file: there is no container then.
        var folders = new List<string>();
        for (var depth = 0; depth < MaximumDepth && folder.Length >= top.Length; depth++)
        {
            if (File.Exists(Path.Join(folder, usageFile)))
                folders.Add(folder);
            if (folder.Length <= top.Length || Path.GetDirectoryName(folder) is not { } parent)
                break;
            folder = parent;
        }

        return folders;
    }

    /// <summary>
    /// The cgroup's path below the mount. A container without a cgroup namespace sees the host's path in both files
    /// (mount root <c>/docker/abc</c>, path <c>/docker/abc/x</c>); one entered from outside sees <c>/../…</c>.
    /// </summary>
    private static string RelativePath(string path, string mountRoot)
    {
        if (path.Split('/').Contains(".."))
            return "";
        if (mountRoot == "/")
            return path;
        return path == mountRoot || path.StartsWith(mountRoot + "/", StringComparison.Ordinal) ? path[mountRoot.Length..] : "";
    }

    private static string Unescape(string field)
    {
        if (!field.Contains('\\', StringComparison.Ordinal))
            return field;
        var text = new StringBuilder(field.Length);
        for (var i = 0; i < field.Length; i++)
        {
            if (field[i] == '\\' && i + 3 < field.Length)
            {
                text.Append((char)(((field[i + 1] - '0') << 6) | ((field[i + 2] - '0') << 3) | (field[i + 3] - '0')));
                i += 3;
            }
            else
            {
                text.Append(field[i]);
            }
        }

        return text.ToString();
    }

    private static string[] ReadLines(string path) => File.Exists(path) ? File.ReadAllLines(path) : [];
}
