using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Inventory.Memory.Json;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Checkpoints;

/// <summary>
/// A checkpoint as bytes: two lines of JSON, a header with a checksum and the content. What was changed, cut, or written
/// by something else is told apart, and never half believed.
/// </summary>
internal static class CheckpointFormat
{
    private const string Remedy = "Remove it and the output to start again.";

    public static ReadOnlyMemory<byte> Write(Checkpoint checkpoint)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(checkpoint, CheckpointJsonContext.Default.Checkpoint);
        var header = new CheckpointHeader { Sha256 = Hash(content) };
        var output = new ArrayBufferWriter<byte>(content.Length + 256);
        using (var json = new Utf8JsonWriter(output))
        {
            JsonSerializer.Serialize(json, header, CheckpointJsonContext.Default.CheckpointHeader);
        }

        output.Write("\n"u8);
        output.Write(content);
        output.Write("\n"u8);
        return output.WrittenMemory;
    }

    /// <exception cref="CheckpointException">It is not a checkpoint that can be used.</exception>
    public static Checkpoint Read(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\n');
        var header = ReadHeader(end < 0 ? bytes : bytes[..end]);
        var content = end < 0 ? default : bytes[(end + 1)..].TrimEnd("\n"u8);
        if (!string.Equals(header.Sha256, Hash(content), StringComparison.Ordinal))
        {
            throw Unreadable($"The checkpoint is damaged: its content does not have the checksum that it names. {Remedy}");
        }

        try
        {
            var checkpoint = JsonSerializer.Deserialize(content, CheckpointJsonContext.Default.Checkpoint);
            return checkpoint is not null && IsSound(checkpoint)
                ? checkpoint
                : throw Unreadable($"The checkpoint contradicts itself. {Remedy}");
        }
        catch (JsonException failure)
        {
            throw Unreadable($"The checkpoint's content cannot be read: {JsonProblem.WithoutPlace(failure.Message)} {Remedy}", failure);
        }
    }

    private static CheckpointHeader ReadHeader(ReadOnlySpan<byte> line)
    {
        CheckpointHeader? header = null;
        JsonException? failure = null;
        try
        {
            header = JsonSerializer.Deserialize(line, CheckpointJsonContext.Default.CheckpointHeader);
        }
        catch (JsonException caught)
        {
            failure = caught;
        }

        if (header?.Format != CheckpointHeader.OurFormat)
        {
            throw Unreadable("It is not a checkpoint, and was not touched. Name another file for the checkpoint.", failure);
        }

        return header.Version == CheckpointHeader.OurVersion
            ? header
            : throw Unreadable(string.Create(CultureInfo.InvariantCulture, $"The checkpoint has version {header.Version}; this program reads version {CheckpointHeader.OurVersion}. Go on with the program that wrote it. Or: {Remedy}"));
    }

    /// <summary>What a checksum cannot tell: whether the numbers fit together.</summary>
    private static bool IsSound(Checkpoint checkpoint)
    {
        var (position, tallies, scope) = (checkpoint.Position, checkpoint.Tallies, checkpoint.Scope);
        return position is { Sources: >= 0, Scopes: >= 0 }
            && PassedHash.TryParse(position.Passed, out _)
            && (position.Scope is not null) == (scope is not null)
            && (position.IsInSource || (position.Scopes == 0 && position.Scope is null))
            && (position.PageToken is null || position.Scope is not null)
            && checkpoint.Outputs.TrueForAll(mark => mark.Position >= 0)
            && CollectionSummary.AreTallies(tallies)
            && (scope is null || IsSound(scope, checkpoint));
    }

    private static bool IsSound(ScopeProgress scope, Checkpoint checkpoint) =>
        scope.Counts is { Resources: >= 0, Errors: >= 0, Requests: >= 0, Bytes: >= 0, ElapsedTicks: >= 0 }
        && (scope.Cursor is null || (scope.Cursor.Length % sizeof(ulong) == 0 && scope.Cursor.Length / sizeof(ulong) <= ResourceCursor.MaxStateNumbers))
        && scope.Outputs.Count == checkpoint.Outputs.Count
        && scope.Outputs.Zip(checkpoint.Outputs).All(pair => pair.First >= 0 && pair.First <= pair.Second.Position)
        && CollectionSummary.AreEarlierTallies(scope.Tallies, checkpoint.Tallies.Counts);

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static CheckpointException Unreadable(string message, Exception? inner = null) => new(CheckpointProblem.Unreadable, message, inner);
}
