using Inventory.Memory.Sources;

namespace Inventory.Memory.Collecting;

/// <summary>Stands for the sources that were still to be found when the deadline passed: what they have is missing, and nobody knows what it is.</summary>
internal sealed class UnfoundSources() : ResourceSource(ScopeResult.AllScopes, ScopeResult.AllScopes)
{
    private const string Message = "The run's deadline passed while what there is to collect was being found; what was not found by then is missing. Give the run more time.";

    protected override IAsyncEnumerable<ResourceScope> GetScopesCoreAsync(CancellationToken cancellationToken) =>
        AsyncEnumerable.Repeat(ResourceScope.Default, 1).Select<ResourceScope, ResourceScope>(static _ => throw Late());

    protected override ResourceCursor OpenCore(ResourceScope scope, string? pageToken) => throw Late();

    private static ScopeFailedException Late() => new(ScopeState.Skipped, CollectionWalk.LateReason, Message) { Attempts = 0 };
}
