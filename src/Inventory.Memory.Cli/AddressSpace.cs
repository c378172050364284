using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Inventory.Memory.Cli;

/// <summary>
/// A limit of the address space (<c>ulimit -v</c>) counts what is reserved, not what is used: half of it becomes the
/// range of the managed heap, each thread reserves its stack and the C library's arena of 64 MiB. Below what all of that
/// takes, the runtime ends the process somewhere, by chance. So the tool says it before it begins.
/// </summary>
internal static class AddressSpace
{
    /// <summary>Tried in steps: with 1.25 GB the runs stop or end by chance, with 1.5 GB all of them complete.</summary>
    private const long LeastBytes = 1536L << 20;

    private const string Limits = "/proc/self/limits";
    private const string Row = "Max address space";

    /// <returns>Whether the process can go on; if not, standard error says why.</returns>
    public static bool IsEnough()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(Limits) || Parse(File.ReadAllText(Limits)) is not { } limit || limit >= LeastBytes)
        {
            return true;
        }

        // The console would start a thread, which may not be possible any more.
        using var handle = new SafeFileHandle(2, ownsHandle: false);
        try
        {
            using var standardError = new FileStream(handle, FileAccess.Write, bufferSize: 0);
            standardError.Write(Encoding.UTF8.GetBytes(Message(limit)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Nobody reads; the exit code says it.
        }

        return false;
    }

    /// <returns>The soft limit in bytes; null when there is none.</returns>
    private static long? Parse(string limits)
    {
        foreach (var line in limits.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(Row, StringComparison.Ordinal))
            {
                var soft = line[Row.Length..].TrimStart();
                var end = soft.IndexOf(' ');
                return long.TryParse(end < 0 ? soft : soft[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null;
            }
        }

        return null;
    }

    private static string Message(long limit) => string.Create(
        CultureInfo.InvariantCulture,
        $"inventory: stopped: the address space is limited to {limit >> 20} MiB (ulimit -v), and the .NET runtime needs {LeastBytes >> 20} MiB of it, most of which it only reserves. Raise the limit with 'ulimit -v {LeastBytes >> 10}' or more; to limit what is used, give --memory-limit or a container.\n");
}
