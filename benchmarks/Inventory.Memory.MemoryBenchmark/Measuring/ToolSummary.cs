using System.Text.Json;

namespace Inventory.Memory.MemoryBenchmark.Measuring;

/// <summary>What the benchmark needs of the tool's <c>--summary</c>, and what a worker answers in the same words.</summary>
internal sealed record ToolSummary(string State, long Resources, double ElapsedSeconds, ToolSummary.MemoryPart Memory, ToolSummary.GcPart Gc)
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web);

    /// <summary>Null where there is none or only a part: the process was killed.</summary>
    public static ToolSummary? Read(string file) => File.Exists(file) ? Parse(File.ReadAllText(file)) : null;

    public static ToolSummary? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<ToolSummary>(text, s_options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal sealed record MemoryPart(long PeakBytes, long AverageBytes, long MinimumBytes, long HighWaterBytes);

    internal sealed record GcPart(long Gen0, long Gen1, long Gen2, long AllocatedBytes);
}
