namespace Inventory.Memory.MemoryBenchmark.Measuring;

/// <summary>What a process did, seen from outside.</summary>
internal sealed record ProcessMeasurement(int ExitCode, double Seconds, string Output, string Error, MemoryCourse Memory)
{
    /// <summary>What was charged to its container at most, buffers of sockets included; 0 without a container.</summary>
    public long ContainerPeakBytes { get; init; }
}
