using Inventory.Memory.Checkpoints;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Collecting;

/// <summary>Where the walk is: in one source of a feed, in one of its scopes. Children of a resource stand on a level below.</summary>
internal sealed class WalkLevel(IScopeFeed feed, WalkLevel? outer) : IAsyncDisposable
{
    public WalkLevel? Outer => outer;

    public int Depth { get; } = outer is null ? 0 : outer.Depth + 1;

    public IScopeFeed Feed => feed;

    /// <summary>The source that has begun and not ended.</summary>
    public ResourceSource? Source { get; set; }

    /// <summary>The cursor of the scope that is open.</summary>
    public ResourceCursor? Cursor { get; set; }

    /// <summary>The scope that is open, or was last.</summary>
    public ResourceScope Scope { get; set; } = ResourceScope.Default;

    /// <summary>What waits for the cursor's first answer.</summary>
    public ScopeStart Start { get; set; }

    /// <summary>How everything stood when it began.</summary>
    public ScopeMark Mark { get; } = new();

    /// <summary>Whether checkpoints can be made here: under a resource, none can.</summary>
    public bool IsTop => outer is null;

    public async ValueTask CloseCursorAsync()
    {
        if (Cursor is { } cursor)
        {
            Cursor = null;
            await cursor.DisposeAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseCursorAsync().ConfigureAwait(false);
        await feed.DisposeAsync().ConfigureAwait(false);
    }
}
