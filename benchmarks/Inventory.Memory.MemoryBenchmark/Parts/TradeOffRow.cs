namespace Inventory.Memory.MemoryBenchmark.Parts;

/// <summary>Medians of a contender where every request waits.</summary>
internal sealed record TradeOffRow(string Key, string Title, double Seconds, double PeakBytes, double ChargedBytes);
