using System.Globalization;
using System.Security.Cryptography;

namespace Inventory.Memory.Checkpoints;

/// <summary>A stream that is written at its end, as a run's output: marks, rewinds, flushes.</summary>
internal static class MarkedStream
{
    /// <summary>So much of the end is compared: several records, and one read.</summary>
    private const int TailBytes = 4096;

    private const string Remedy = "Put back what the run had written, or remove the checkpoint and the output to start again.";

    public static async ValueTask FlushAsync(Stream stream, bool durable, CancellationToken cancellationToken)
    {
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (durable && stream is FileStream file)
        {
            Disk.Flush(file.SafeFileHandle);
        }
    }

    public static OutputMark Mark(Stream stream, long position) => new() { Position = position, Tail = HashTail(stream, position) };

    /// <exception cref="CheckpointException">The stream is shorter than the mark, or not the same.</exception>
    public static void Rewind(Stream stream, OutputMark mark)
    {
        if (stream.Length < mark.Position)
        {
            throw new CheckpointException(CheckpointProblem.OutputChanged, string.Create(
                CultureInfo.InvariantCulture,
                $"The output has {stream.Length} bytes, but had {mark.Position} when the checkpoint was made: it was cut or replaced. {Remedy}"));
        }

        if (mark.Tail is { } tail && HashTail(stream, mark.Position) is { } found && found != tail)
        {
            throw new CheckpointException(CheckpointProblem.OutputChanged, string.Create(
                CultureInfo.InvariantCulture,
                $"What the output holds before byte {mark.Position} is not what was written there: it was changed or replaced. {Remedy}"));
        }

        stream.SetLength(mark.Position);
        stream.Position = mark.Position;
    }

    private static string? HashTail(Stream stream, long position)
    {
        if (!stream.CanRead || !stream.CanSeek)
        {
            return null;
        }

        Span<byte> tail = stackalloc byte[(int)Math.Min(TailBytes, position)];
        var before = stream.Position;
        stream.Position = position - tail.Length;
        stream.ReadExactly(tail);
        stream.Position = before;
        return Convert.ToHexStringLower(SHA256.HashData(tail).AsSpan(0, 16));
    }
}
