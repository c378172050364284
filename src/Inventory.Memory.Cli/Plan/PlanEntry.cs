using Inventory.Memory.Sources;

namespace Inventory.Memory.Cli.Plan;

/// <summary>What collecting one collection of one project comes to.</summary>
/// <param name="Source">The collection.</param>
/// <param name="Scopes">List calls: each is a request at least, and more with pages, children and retries.</param>
/// <param name="Problem">Why it would not be collected, or not all of it; null as a rule.</param>
internal sealed record PlanEntry(ResourceSource Source, long Scopes, ScopeFailedException? Problem)
{
    public ScopeState? State => Problem?.State;

    /// <summary>An API that is not enabled is an answer.</summary>
    public bool IsMissing => Problem is not null && State != ScopeState.Disabled;
}
