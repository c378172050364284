using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;

namespace Inventory.Memory.DependencyInjection;

/// <summary>The options of the library's parts, to be set in one place.</summary>
public sealed class InventoryMemoryOptions
{
    /// <summary>How the collector works.</summary>
    public SequentialCollectorOptions Collector { get; init; } = new();

    /// <summary>What the monitor reads, how often, and against which limit.</summary>
    public MemoryMonitorOptions Monitor { get; init; } = new();

    /// <summary>When the governor acts, and how.</summary>
    public MemoryGovernorOptions Governor { get; init; } = new();
}
