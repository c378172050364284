using System.Globalization;
using System.Text;
using Inventory.Memory.Cli.Output;

namespace Inventory.Memory.Cli;

/// <summary>
/// A limit of the address space (<c>ulimit -v</c>) counts what is reserved, not what is used: half of it becomes the
/// range of the managed heap, each thread reserves its stack and the C library's arena of 64 MiB. Below what all of that
/// takes, the runtime ends the process somewhere, by chance. So the tool says it before it begins.
/// </summary>
internal static class AddressSpace
{
    /// <summary>Tried in steps: with 1.25 GB the runs stop or end by chance, with 1.5 GB all of them complete.</summary>
    private const ulong LeastBytes = 1536UL << 20;

    /// <returns>Whether the process can go on; if not, standard error says why.</returns>
    public static bool IsEnough()
    {
        // Nothing but system calls: a reader of /proc would cost every start half a megabyte, and its threads may not be possible any more.
        if (!OperatingSystem.IsLinux() || SystemCalls.GetLimit(SystemCalls.AddressSpaceLimit, out var limit) != 0 || limit.Soft >= LeastBytes)
        {
            return true;
        }

        var message = Encoding.UTF8.GetBytes(Message(limit.Soft));
        _ = SystemCalls.Write(2, in message[0], message.Length);
        return false;
    }

    private static string Message(ulong limit) => string.Create(
        CultureInfo.InvariantCulture,
        $"inventory: stopped: the address space is limited to {limit >> 20} MiB (ulimit -v), and the .NET runtime needs {LeastBytes >> 20} MiB of it, most of which it only reserves. Raise the limit with 'ulimit -v {LeastBytes >> 10}' or more; to limit what is used, give --memory-limit or a container.\n");
}
