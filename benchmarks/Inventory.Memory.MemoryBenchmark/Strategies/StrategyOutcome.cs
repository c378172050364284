namespace Inventory.Memory.MemoryBenchmark.Strategies;

/// <param name="Resources">How many were collected.</param>
/// <param name="State">How the run ended.</param>
/// <param name="Message">Why it stopped itself, if it did.</param>
internal sealed record StrategyOutcome(long Resources, RunState State, string? Message = null);
