namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>Lists of hashes in the numbers that a cursor leaves for a later one: each behind its length.</summary>
internal static class StateNumbers
{
    public static void Add(ICollection<ulong> state, ReadOnlySpan<ulong> hashes)
    {
        state.Add((ulong)hashes.Length);
        foreach (var hash in hashes)
        {
            state.Add(hash);
        }
    }

    public static bool TryTake(ref ReadOnlySpan<ulong> state, out ReadOnlySpan<ulong> hashes)
    {
        hashes = default;
        if (state.IsEmpty || state[0] > (ulong)state.Length - 1)
        {
            return false;
        }

        hashes = state.Slice(1, (int)state[0]);
        state = state[(1 + hashes.Length)..];
        return true;
    }
}
