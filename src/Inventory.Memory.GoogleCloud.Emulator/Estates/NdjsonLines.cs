using System.Globalization;

namespace Inventory.Memory.GoogleCloud.Emulator.Estates;

/// <summary>Splits a file into lines and says where each one stands.</summary>
internal static class NdjsonLines
{
    /// <summary>Well above the largest resource that Google answers with; a longer line is no recording.</summary>
    public const int MaxLineBytes = 64 * 1024 * 1024;

    /// <summary>The lines that are not empty. The bytes are valid until the next line.</summary>
    /// <exception cref="InvalidDataException">A line is longer than <see cref="MaxLineBytes"/>.</exception>
    public static IEnumerable<(int Number, long Offset, ReadOnlyMemory<byte> Bytes)> Read(Stream stream)
    {
        var buffer = new byte[64 * 1024];
        var (filled, offset, number) = (0, 0L, 0);
        while (true)
        {
            var read = stream.Read(buffer, filled, buffer.Length - filled);
            filled += read;
            var start = 0;
            for (int length; (length = Array.IndexOf(buffer, (byte)'\n', start, filled - start) - start) >= 0; start += length + 1)
            {
                number++;
                if (Trim(buffer.AsMemory(start, length)) is { Length: > 0 } line)
                {
                    yield return (number, offset + start, line);
                }
            }

            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            (filled, offset) = (filled - start, offset + start);
            if (read == 0)
            {
                if (Trim(buffer.AsMemory(0, filled)) is { Length: > 0 } last)
                {
                    yield return (number + 1, offset, last);
                }

                yield break;
            }

            Grow(ref buffer, filled, number);
        }
    }

    private static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> line) => line.TrimEnd("\r \t"u8);

    private static void Grow(ref byte[] buffer, int filled, int number)
    {
        if (filled < buffer.Length)
        {
            return;
        }

        if (buffer.Length >= MaxLineBytes)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"Line {number + 1} is longer than {MaxLineBytes} bytes."));
        }

        Array.Resize(ref buffer, buffer.Length * 2);
    }
}
