namespace Inventory.Memory.Sources;

/// <summary>What every paged source owes its run: not to loop for ever.</summary>
public static class PageTokens
{
    /// <summary>Refuses a page token that is the one that was just used: following it would never end.</summary>
    /// <param name="used">The token of the page that was read; null on the first.</param>
    /// <param name="next">The token that the page names as the next.</param>
    /// <exception cref="ScopeFailedException">Both are the same.</exception>
    public static void ThrowIfRepeated(string? used, string next)
    {
        if (string.Equals(used, next, StringComparison.Ordinal))
        {
            throw new ScopeFailedException(
                ScopeState.Failed,
                "repeatedPageToken",
                "The server named the page token that was just used as the next one; following it would never end. What was read so far is valid.");
        }
    }
}
