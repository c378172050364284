using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Projects;

/// <summary>One page of a list of small things: what was read, where it goes on, and why it does not.</summary>
/// <param name="Items">What was read before it failed, if it did.</param>
/// <param name="NextToken">The token of the next page; null on the last, and after a failure.</param>
/// <param name="Failure">Why the rest is missing; null as a rule.</param>
internal sealed record ApiPage<T>(IReadOnlyList<T> Items, string? NextToken, ScopeFailedException? Failure);
