using Inventory.Memory.Cli.Output;
using Microsoft.Win32.SafeHandles;

namespace Inventory.Memory.Cli;

/// <summary>Input, output and errors, of which a caller may have closed some (<c>2&gt;&amp;-</c>).</summary>
internal static class StandardStreams
{
    /// <summary>
    /// Where one was closed, the runtime's own files have taken its number, and what is written to it would go there: the
    /// process aborts. So the program is started again in its place, with /dev/null for what is missing; a standard output
    /// that only can be read, so that records do not vanish in it.
    /// </summary>
    public static void Open()
    {
        if (!OperatingSystem.IsLinux() || !(IsMissing(0) || IsMissing(1) || IsMissing(2)))
        {
            return;
        }

        for (var descriptor = 0; descriptor <= 2; descriptor++)
        {
            if (IsMissing(descriptor) && !TryReplace(descriptor, descriptor == 2 ? SystemCalls.OpenForWriting : SystemCalls.OpenForReading))
            {
                return;
            }
        }

        StartAgain();
    }

    /// <summary>What outlives the start of a program is never marked as closed on it; all that a runtime opens is.</summary>
    private static bool IsMissing(int descriptor)
    {
        var flags = SystemCalls.Control(descriptor, SystemCalls.GetDescriptorFlags);
        return flags < 0 || (flags & SystemCalls.CloseOnExec) != 0;
    }

    private static bool TryReplace(int descriptor, int flags)
    {
        var opened = SystemCalls.Open("/dev/null", flags);
        if (opened < 0 || opened == descriptor)
        {
            return opened >= 0;
        }

        using var spare = new SafeFileHandle(opened, ownsHandle: true);
        return SystemCalls.Duplicate(opened, descriptor) >= 0;
    }

    /// <summary>Returns only where that cannot be.</summary>
    private static unsafe void StartAgain()
    {
        var line = File.ReadAllBytes("/proc/self/cmdline");
        var arguments = new List<nint>();
        fixed (byte* first = line)
        {
            for (var start = 0; start < line.Length; start += line.AsSpan(start).IndexOf((byte)0) + 1)
            {
                arguments.Add((nint)(first + start));
            }

            var program = File.ResolveLinkTarget("/proc/self/exe", returnFinalTarget: false)?.FullName ?? "/proc/self/exe";
            _ = SystemCalls.Execute(program, [.. arguments, 0]);
        }
    }
}
