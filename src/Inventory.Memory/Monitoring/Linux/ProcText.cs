using System.Buffers.Text;

namespace Inventory.Memory.Monitoring.Linux;

/// <summary>Parsers for the kernel's little text files, over bytes, without allocation.</summary>
internal static class ProcText
{
    /// <summary>
    /// From here on a limit means none. The sentinel of cgroup v1 is the largest multiple of the page size, so it differs
    /// between machines; 2^60 lies below all of them and above any memory.
    /// </summary>
    public const long Unlimited = 1L << 60;

    /// <summary>A number at the start of the text, after blanks; <c>max</c> is <see cref="Unlimited"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        text = text.TrimStart(" \t"u8);
        if (text.StartsWith("max"u8))
        {
            value = Unlimited;
            return true;
        }

        if (text.IsEmpty || text[0] is < (byte)'0' or > (byte)'9')
        {
            value = 0;
            return false;
        }

        // More than 63 bits (ULONG_MAX): as good as unlimited.
        if (!Utf8Parser.TryParse(text, out value, out _))
            value = long.MaxValue;
        return true;
    }

    /// <summary>The number after a key at the start of a line: <c>key 12\n</c>, <c>Key:   12 kB\n</c>.</summary>
    /// <remarks>A line without its end was cut off: its digits may be cut as well, so it does not count.</remarks>
    public static bool TryGet(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key, out long value)
    {
        while (text.IndexOf((byte)'\n') is var end and >= 0)
        {
            var line = text[..end];
            if (line.Length > key.Length && line.StartsWith(key) && line[key.Length] is (byte)' ' or (byte)':' or (byte)'\t')
                return TryParse(line[(key.Length + 1)..], out value);
            text = text[(end + 1)..];
        }

        value = 0;
        return false;
    }

    /// <summary>The value, or 0 where the key is missing.</summary>
    public static long GetOrZero(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key) =>
        TryGet(text, key, out var value) ? value : 0;

    /// <summary>The next number, blanks before it skipped; the text moves behind it.</summary>
    public static bool TryTake(ref ReadOnlySpan<byte> text, out long value)
    {
        text = text.TrimStart(" \t"u8);
        if (!Utf8Parser.TryParse(text, out value, out int consumed))
            return false;
        text = text[consumed..];
        return true;
    }
}
