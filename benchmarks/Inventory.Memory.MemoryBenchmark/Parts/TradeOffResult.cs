namespace Inventory.Memory.MemoryBenchmark.Parts;

internal sealed record TradeOffResult(long Instances, int Zones, double LatencyMilliseconds, int Runs, IReadOnlyList<TradeOffRow> Rows);
