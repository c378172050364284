namespace Inventory.Memory.Sources;

/// <summary>
/// The page tokens of one list, followed one after another. Finds tokens that lead in a circle, which would never end:
/// at once when the circle has up to 64 pages, a larger one after at most three times its length. In fixed memory.
/// </summary>
/// <remarks>What every paged source owes its run. Not safe for concurrent use.</remarks>
public sealed class PageTokens
{
    /// <summary>The reason of a scope that ends because a page names a token that was used before.</summary>
    public const string RepeatedReason = "repeatedPageToken";

    /// <summary>The reason of a scope that ends because its page token has expired: it would have to start again.</summary>
    public const string StaleReason = "stalePageToken";

    private const int Remembered = 64;

    private ulong[] _recent = [];
    private ulong _mark;
    private long _count;
    private long _nextMark = Remembered;

    /// <summary>Begins a list.</summary>
    /// <param name="first">The token to begin with; null for the first page.</param>
    public PageTokens(string? first = null)
    {
        if (first is not null)
        {
            TryFollow(first);
        }
    }

    /// <summary>Goes on to the page that a token names. False: that would be a circle.</summary>
    /// <param name="next">The token that the page just read names as the next.</param>
    public bool TryFollow(string next)
    {
        ArgumentNullException.ThrowIfNull(next);
        var hash = NameHash.Of(next);
        if (Array.IndexOf(_recent, hash, 0, (int)Math.Min(_count, _recent.Length)) >= 0 || (_count >= Remembered && hash == _mark))
        {
            return false;
        }

        if (_count >= _recent.Length && _recent.Length < Remembered)
        {
            Array.Resize(ref _recent, Math.Min(Remembered, Math.Max(4, _recent.Length * 2)));
        }

        _recent[_count % _recent.Length] = hash;
        if (++_count >= _nextMark)
        {
            // Brent: a mark that is set again at every power of two is met by any circle.
            (_mark, _nextMark) = (hash, _nextMark * 2);
        }

        return true;
    }

    /// <summary>Adds what is remembered, for a later process that goes on with the list: at most 67 numbers.</summary>
    /// <param name="state">Taken up by <see cref="TryRestore"/>.</param>
    public void Save(ICollection<ulong> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Add((ulong)_count);
        state.Add((ulong)_nextMark);
        state.Add(_mark);
        foreach (var hash in _recent.AsSpan(0, HeldAfter(_count)))
        {
            state.Add(hash);
        }
    }

    /// <summary>Goes on with the list of an earlier process.</summary>
    /// <param name="state">What <see cref="Save"/> has added, and anything behind it; afterwards what is behind it.</param>
    /// <returns>False: it is nothing that was saved, and nothing has changed.</returns>
    public bool TryRestore(ref ReadOnlySpan<ulong> state)
    {
        if (state.Length < 3 || state[0] > long.MaxValue || state[1] is < Remembered or > long.MaxValue || state.Length - 3 < HeldAfter((long)state[0]))
        {
            return false;
        }

        (_count, _nextMark, _mark) = ((long)state[0], (long)state[1], state[2]);
        _recent = state.Slice(3, HeldAfter(_count)).ToArray();
        state = state[(3 + _recent.Length)..];
        return true;
    }

    /// <summary>Goes on to the page that a token names.</summary>
    /// <param name="next">The token that the page just read names as the next.</param>
    /// <exception cref="ScopeFailedException">That would be a circle.</exception>
    public void Follow(string next)
    {
        if (!TryFollow(next))
        {
            throw new ScopeFailedException(
                ScopeState.Failed,
                RepeatedReason,
                "The server named a page token that was used before as the next one; following it would never end. What was read so far is valid.");
        }
    }

    private static int HeldAfter(long count) => (int)Math.Min(count, Remembered);
}
