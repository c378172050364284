namespace Inventory.Memory.Monitoring.Mac;

/// <summary>What the macOS probe asks the system; the seam at which it is tested.</summary>
internal interface IMacMemoryApi
{
    /// <summary>Bytes.</summary>
    bool TryGetProcess(out long resident, out long footprint, out long peakFootprint);

    /// <summary>Bytes, and the percentage of them that is available.</summary>
    bool TryGetHost(out long total, out int availablePercent);
}
