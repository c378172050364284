namespace Inventory.Memory.MemoryBenchmark.Parts;

/// <summary>A process taken apart.</summary>
/// <param name="Title">Which.</param>
/// <param name="Peaks">Whether the figures are peaks of processes of their own, each doing one thing more; else one process, read after each step.</param>
/// <param name="Steps">In their order.</param>
internal sealed record ComponentTable(string Title, bool Peaks, IReadOnlyList<ComponentStep> Steps);
