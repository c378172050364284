using Inventory.Memory.Sources;

namespace Inventory.Memory.Collecting;

/// <summary>One step of a feed, with what belongs to it.</summary>
internal readonly record struct FeedItem(FeedStep Step, ResourceSource? Source = null)
{
    /// <summary>The scope of <see cref="FeedStep.Scope"/>.</summary>
    public ResourceScope? Scope { get; init; }

    /// <summary>Its cursor; owned by whoever takes the item.</summary>
    public ResourceCursor? Cursor { get; init; }

    /// <summary>Why there are no more: of <see cref="FeedStep.ScopesFailed"/>, or, at the end, of the sources themselves.</summary>
    public Exception? Failure { get; init; }

    /// <summary>At the end: whether the deadline has passed before all sources were found.</summary>
    public bool IsCut { get; init; }
}
