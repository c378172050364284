namespace Inventory.Memory.MemoryBenchmark.Measuring;

/// <summary>A program to start.</summary>
internal sealed record ProcessCommand(string Program, IReadOnlyList<string> Arguments)
{
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
