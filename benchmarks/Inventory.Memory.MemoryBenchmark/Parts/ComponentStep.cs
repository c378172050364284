namespace Inventory.Memory.MemoryBenchmark.Parts;

/// <param name="Name">What was taken on.</param>
/// <param name="Bytes">What the process has with it.</param>
/// <param name="HighWater">The most it had until then.</param>
internal sealed record ComponentStep(string Name, double Bytes, double HighWater);
