using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Inventory.Memory.Manifests;

/// <summary>Reads what <see cref="ManifestWriter"/> wrote, line by line.</summary>
public static class ManifestReader
{
    /// <summary>The longest line in bytes; names and reasons are far shorter.</summary>
    public const int MaxLineBytes = 64 * 1024;

    /// <summary>The entries, in the order in which they were written. Holds one line at a time.</summary>
    /// <param name="stream">Read to its end; owned by the caller.</param>
    /// <param name="cancellationToken">To be obeyed at once.</param>
    /// <exception cref="ManifestException">While enumerating: a line is too long, cut short, or not an entry.</exception>
    public static async IAsyncEnumerable<ScopeResult> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var buffer = new byte[MaxLineBytes];
        var (count, line) = (0, 0L);
        while (await stream.ReadAsync(buffer.AsMemory(count), cancellationToken).ConfigureAwait(false) is var read and > 0)
        {
            count += read;
            var start = 0;
            while (buffer.AsSpan(start, count - start).IndexOf((byte)'\n') is var length and >= 0)
            {
                yield return Parse(buffer.AsSpan(start, length), ++line);
                start += length + 1;
            }

            buffer.AsSpan(start, count - start).CopyTo(buffer);
            count -= start;
            if (count == buffer.Length)
            {
                throw Bad(line + 1, $"is longer than {MaxLineBytes} bytes");
            }
        }

        if (count > 0)
        {
            throw Bad(line + 1, "has no end: the run that wrote it was killed. Let that run go on, or collect again");
        }
    }

    private static ScopeResult Parse(ReadOnlySpan<byte> text, long line)
    {
        try
        {
            var reader = new Utf8JsonReader(text);
            using var document = JsonDocument.ParseValue(ref reader);
            if (reader.Read())
            {
                throw Bad(line, "has more than one value");
            }

            var entry = document.RootElement;
            return new ScopeResult
            {
                Project = entry.GetProperty("project").GetString(),
                Parent = entry.TryGetProperty("parent", out var parent) ? parent.GetString() : null,
                Collection = RequiredText(entry, "collection"),
                Scope = RequiredText(entry, "scope"),
                State = ScopeStates.Parse(entry.GetProperty("state").GetString()) ?? throw new FormatException("the state is unknown"),
                Resources = entry.GetProperty("resources").GetInt64(),
                Errors = entry.GetProperty("errors").GetInt64(),
                Attempts = entry.GetProperty("attempts").GetInt32(),
                Requests = entry.GetProperty("requests").GetInt64(),
                Bytes = entry.GetProperty("bytes").GetInt64(),
                Elapsed = TimeSpan.FromSeconds(entry.GetProperty("elapsedSeconds").GetDouble()),
                Reason = entry.GetProperty("reason").GetString(),
            };
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException or ArgumentException)
        {
            throw Bad(line, "is not a manifest's entry. Give the file that --manifest wrote", failure);
        }
    }

    private static string RequiredText(JsonElement entry, string property) => entry.GetProperty(property).GetString() is { Length: > 0 } text
        ? text
        : throw new FormatException($"{property} is missing");

    private static ManifestException Bad(long line, string problem, Exception? inner = null) =>
        new(line, string.Create(CultureInfo.InvariantCulture, $"Line {line} of the manifest {problem}."), inner);
}
