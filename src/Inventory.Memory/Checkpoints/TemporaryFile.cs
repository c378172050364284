namespace Inventory.Memory.Checkpoints;

/// <summary>
/// Replaces a file whole: what is written goes to a new file beside it, which then takes its name. The new file's name is
/// random and the file must not exist, so that it is nobody else's and no link is followed.
/// </summary>
internal static class TemporaryFile
{
    private const int RandomDigits = 16;
    private const string Extension = ".new";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Unix renames what is open; Windows has to be told. On Unix no sharing also is a lock that tells it from a leftover.</summary>
    private static readonly FileShare s_share = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;

    /// <summary>The file that a path means: the end of its links, be it there or not.</summary>
    public static string FollowLinks(string path)
    {
        var full = Path.GetFullPath(path);
        try
        {
            return File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Nothing there, or links in a circle, of which whoever opens it will hear.
            return full;
        }
    }

    /// <exception cref="IOException">It cannot be written; the old is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public static void Replace(string path, Action<FileStream> write, bool durable)
    {
        var file = Create(path);
        var isReplaced = false;
        try
        {
            write(file);
            if (durable)
            {
                Disk.Flush(file.SafeFileHandle);
            }

            File.Move(file.Name, path, overwrite: true);
            isReplaced = true;
        }
        finally
        {
            file.Dispose();
            if (!isReplaced)
            {
                TryDelete(file.Name);
            }
        }

        if (durable)
        {
            Disk.FlushFolder(Path.GetDirectoryName(path)!);
        }
    }

    /// <summary>Whether <see cref="Replace"/> could begin; leaves nothing.</summary>
    /// <exception cref="IOException">It could not.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public static void Try(string path)
    {
        using var file = Create(path);
        File.Delete(file.Name);
    }

    /// <summary>Removes what a process left that was killed while it wrote; not what another one is writing.</summary>
    public static void RemoveLeftovers(string path)
    {
        var begin = Path.GetFileName(path) + ".";
        try
        {
            foreach (var file in new DirectoryInfo(Path.GetDirectoryName(path)!).EnumerateFiles())
            {
                if (file.LinkTarget is null && IsOurs(file.Name, begin) && IsFree(file.FullName))
                {
                    file.Delete();
                }
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It costs a few kilobytes, and nobody reads it.
        }
    }

    private static bool IsOurs(string name, string begin) =>
        name.Length == begin.Length + RandomDigits + Extension.Length
        && name.StartsWith(begin, StringComparison.Ordinal)
        && name.EndsWith(Extension, StringComparison.Ordinal)
        && name.Skip(begin.Length).Take(RandomDigits).All(char.IsAsciiHexDigitLower);

    private static bool IsFree(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return file.CanSeek;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = s_share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        // A GUID has enough chance in it, and needs no library for it.
        return new FileStream($"{path}.{Guid.NewGuid().ToString("N").AsSpan(0, RandomDigits)}{Extension}", options);
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to tell.
        }
    }
}
