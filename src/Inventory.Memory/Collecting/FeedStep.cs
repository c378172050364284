namespace Inventory.Memory.Collecting;

/// <summary>What a <see cref="ScopeFeed"/> has come to.</summary>
internal enum FeedStep
{
    /// <summary>A source begins.</summary>
    Source,

    /// <summary>A scope of that source, opened.</summary>
    Scope,

    /// <summary>The scopes of that source cannot be found, or one cannot be opened; no more of it follow.</summary>
    ScopesFailed,

    /// <summary>That source has ended.</summary>
    SourceEnd,

    /// <summary>There are no more sources.</summary>
    End,
}
