namespace Inventory.Memory.MemoryBenchmark.Parts;

/// <summary>Medians of a contender over one size of estate.</summary>
internal sealed record GrowthRow(string Key, string Title, long Resources, double PeakBytes, double Seconds, int Runs);
