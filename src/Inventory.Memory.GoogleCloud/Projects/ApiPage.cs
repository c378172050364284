using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Projects;

/// <summary>One page of a list of small things: what was read, and what is missing.</summary>
/// <param name="Items">What was read before it failed, if it did.</param>
/// <param name="Failure">Why something of the list is missing, which the last page says; null as a rule.</param>
internal sealed record ApiPage<T>(IReadOnlyList<T> Items, ScopeFailedException? Failure);
