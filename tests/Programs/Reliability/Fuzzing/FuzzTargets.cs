using System.Text.Json;
using Inventory.Memory.Checkpoints;
using Inventory.Memory.GoogleCloud.Http;
using Inventory.Memory.Json;

namespace Inventory.Memory.Reliability.Fuzzing;

/// <summary>What is fuzzed, and what must hold whatever comes. A violation is an exception that says which.</summary>
internal static class FuzzTargets
{
    private const int MaxItemBytes = 64 * 1024;
    private static readonly string[] s_notices = ["warning", "unreachable", "unreachables", "error"];
    private static readonly string[] s_fields = ["selfLink", "name", "id"];
    private static readonly ApiCall s_call = new("p", "host:443");

    /// <summary>
    /// Either it says that the answer is malformed, or the answer is whole JSON by another parser's judgement; items are
    /// JSON values, and the buffer stays bounded.
    /// </summary>
    public static void CheckReader(byte[] body, string itemsPath, int chunkBytes)
    {
        var shape = new JsonListShape(itemsPath) { Notices = s_notices, Fields = s_fields };
        using var reader = new JsonItemReader(shape, new JsonItemReaderOptions { MaxItemBytes = MaxItemBytes });
        using var stream = new ChunkedStream(body, chunkBytes);
        reader.Begin(stream);
        var hasSkipped = false;
        try
        {
            for (var step = Read(reader); step != JsonStep.End; step = Read(reader))
            {
                hasSkipped |= step == JsonStep.SkippedItem;
                Require(reader.BufferBytes <= 4 * MaxItemBytes, "the buffer is larger than its bound");
                if (step == JsonStep.Item)
                {
                    Require(IsJson(reader.Value, out _), "an item is not JSON");
                }
            }
        }
        catch (MalformedJsonException)
        {
            return;
        }

        // Of what was skipped for its size only the end was looked for.
        var why = "";
        Require(hasSkipped || IsJson(body, out why), $"an answer that is not JSON was taken for a whole one: {why}");
    }

    /// <summary>Never an exception, never a control character, never an end of a scope that is an answer.</summary>
    public static void CheckClassifier(byte[] body, int status)
    {
        var error = ErrorClassifier.FromAnswer(s_call, status, ErrorBody.Parse(body));
        Require(error.Reason.Length > 0 && error.Message.Length is > 0 and < 2048, "no reason, or a message without a bound");
        Require(!error.Message.Any(char.IsControl) && !error.Reason.Any(char.IsControl), "a control character");
        Require(error.State is ScopeState.Failed or ScopeState.Denied or ScopeState.Disabled, "a failure that is none");
        Require(error.Kind != ErrorKind.Quota || status is 403 or 429, "a quota answer of another status");
        Require(!(status >= 500 && error.Kind == ErrorKind.Denied), "a server's trouble that says denied");
    }

    /// <summary>A checkpoint that can be used and is the same when it is written, or a <see cref="CheckpointException"/>; nothing else.</summary>
    public static void CheckCheckpoint(byte[] bytes)
    {
        Checkpoint checkpoint;
        try
        {
            checkpoint = CheckpointFormat.Read(bytes);
        }
        catch (CheckpointException)
        {
            return;
        }

        Require(checkpoint.Position is { Sources: >= 0, Scopes: >= 0 } && checkpoint.Outputs.TrueForAll(mark => mark.Position >= 0), "a place before the beginning");
        Require(checkpoint.Tallies.Counts.TrueForAll(count => count >= 0), "a count below zero");
        var written = CheckpointFormat.Write(checkpoint);
        Require(CheckpointFormat.Write(CheckpointFormat.Read(written.Span)).Span.SequenceEqual(written.Span), "it is not the same when it is written");
    }

    private static JsonStep Read(JsonItemReader reader)
    {
        var reading = reader.ReadAsync();
        return reading.IsCompleted ? reading.Result : throw new InvalidOperationException("a read that waits for nothing");
    }

    private static bool IsJson(ReadOnlyMemory<byte> json, out string why)
    {
        why = "";
        try
        {
            // The reader accepts a byte order mark, which the parser does not.
            using var document = JsonDocument.Parse(json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json);
            return true;
        }
        catch (JsonException problem)
        {
            why = problem.Message;
            return false;
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
