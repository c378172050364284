namespace Inventory.Memory.Collecting;

/// <summary>Sources and their scopes, flattened into one sequence of steps.</summary>
internal interface IScopeFeed : IAsyncDisposable
{
    /// <summary>Goes on to the next step; the last is <see cref="FeedStep.End"/>.</summary>
    ValueTask<FeedItem> NextAsync();
}
