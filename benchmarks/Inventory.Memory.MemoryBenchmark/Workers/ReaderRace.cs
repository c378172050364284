namespace Inventory.Memory.MemoryBenchmark.Workers;

/// <summary>Seconds a page, round by round, and bytes allocated an item, by contender.</summary>
internal sealed record ReaderRace(long PageBytes, Dictionary<string, List<double>> Seconds, Dictionary<string, double> BytesPerItem);
