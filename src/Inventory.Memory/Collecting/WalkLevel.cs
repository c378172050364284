using Inventory.Memory.Checkpoints;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Collecting;

/// <summary>Where the walk is: in one source of a feed, in one of its scopes. Children of a resource stand on a level below.</summary>
internal sealed class WalkLevel(IScopeFeed feed, WalkLevel? outer, RunClosings closings) : IAsyncDisposable
{
    public WalkLevel? Outer => outer;

    public int Depth { get; } = outer is null ? 0 : outer.Depth + 1;

    public IScopeFeed Feed => feed;

    /// <summary>The source that has begun and not ended.</summary>
    public ResourceSource? Source { get; set; }

    /// <summary>Whether any scope of the source has ended or been given up, in this process or an earlier one.</summary>
    public bool HasScopes { get; set; }

    /// <summary>The cursor of the scope that is open.</summary>
    public ResourceCursor? Cursor { get; set; }

    /// <summary>A read of that cursor which the run has left, and which has not ended; null where there is none.</summary>
    public Task? LeftRead { get; set; }

    /// <summary>The scope that is open, or was last.</summary>
    public ResourceScope Scope { get; set; } = ResourceScope.Default;

    /// <summary>What waits for the cursor's first answer.</summary>
    public ScopeStart Start { get; set; }

    /// <summary>How everything stood when it began.</summary>
    public ScopeMark Mark { get; } = new();

    /// <summary>Whether checkpoints can be made here: under a resource, none can.</summary>
    public bool IsTop => outer is null;

    public ValueTask CloseCursorAsync()
    {
        if (Cursor is not { } cursor)
        {
            return default;
        }

        var busy = LeftRead;
        (Cursor, LeftRead) = (null, null);
        return closings.CloseAsync(cursor, busy);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseCursorAsync().ConfigureAwait(false);
        await closings.CloseAsync(feed).ConfigureAwait(false);
    }
}
