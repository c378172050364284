namespace Inventory.Memory.MemoryBenchmark.Reporting;

internal sealed record ResultFile<T>(Provenance Provenance, T Data);
