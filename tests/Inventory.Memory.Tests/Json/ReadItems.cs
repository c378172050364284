using System.Text;
using Inventory.Memory.Json;

namespace Inventory.Memory.Tests.Json;

/// <summary>Everything a reader found in a body, as text.</summary>
internal sealed class ReadItems
{
    private readonly List<string> _log = [];

    public List<string> Items { get; } = [];

    public List<string?> Scopes { get; } = [];

    public List<string> Notices { get; } = [];

    public List<(long Length, string Name)> Skipped { get; } = [];

    public string? NextPageToken { get; private set; }

    public MalformedJsonException? Failure { get; private set; }

    /// <summary>All of it in one text, flags and the failure included: two readings are alike if these are.</summary>
    /// <remarks>Without the failure's message: the parser quotes as much of a wrong word as it has been given.</remarks>
    public string Log => string.Join('\n', _log.Append($"token {NextPageToken}").Append($"failure {Failure?.ByteOffset} {Failure?.IsTruncated}"));

    public static Task<ReadItems> FromAsync(string path, string body, int chunk = int.MaxValue, Action<JsonItemReaderOptions>? configure = null) =>
        FromAsync(path, new CutStream(Encoding.UTF8.GetBytes(body), chunk), configure);

    public static async Task<ReadItems> FromAsync(string path, Stream body, Action<JsonItemReaderOptions>? configure = null)
    {
        var options = new JsonItemReaderOptions();
        configure?.Invoke(options);
        var reader = new JsonItemReader(new JsonListShape(path) { Notices = ["warning", "unreachable"], Fields = ["name"] }, options);
        return await FromAsync(reader, body);
    }

    public static async Task<ReadItems> FromAsync(JsonItemReader reader, Stream body)
    {
        var found = new ReadItems();
        reader.Begin(body);
        try
        {
            while (await reader.ReadAsync(TestContext.Current.CancellationToken) is var step && step != JsonStep.End)
            {
                found.Add(reader, step);
            }
        }
        catch (MalformedJsonException failure)
        {
            found.Failure = failure;
        }

        found.NextPageToken = reader.NextPageToken;
        return found;
    }

    private void Add(JsonItemReader reader, JsonStep step)
    {
        _log.Add($"{step} {reader.ScopeKey} {reader.ValueLength} {step == JsonStep.Item && reader.IsCompact} {reader.GetField(0)} {Encoding.UTF8.GetString(reader.Value.Span)}");
        switch (step)
        {
            case JsonStep.Item:
                Items.Add(Encoding.UTF8.GetString(reader.Value.Span));
                Scopes.Add(reader.ScopeKey);
                Assert.Equal(reader.Value.Length, reader.ValueLength);
                break;
            case JsonStep.Notice:
                Notices.Add($"{reader.ScopeKey}:{reader.NoticeIndex}:{Encoding.UTF8.GetString(reader.Value.Span)}");
                break;
            default:
                Assert.True(reader.Value.IsEmpty);
                Skipped.Add((reader.ValueLength, reader.GetField(0).ToString()));
                break;
        }
    }
}
