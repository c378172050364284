namespace Inventory.Memory.MemoryBenchmark.Environments;

internal sealed record EnvironmentsResult(long Instances, long DrawnLimitMiB, IReadOnlyList<EnvironmentRow> Rows);
