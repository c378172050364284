using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>What a later process has to know of it. A checkpoint keeps it beside the page token.</summary>
internal sealed partial class HandedOut
{
    /// <summary>Adds what is left out on the page to come, for a later process that begins with it. After <see cref="EndPage"/>.</summary>
    /// <returns>False: that is too much.</returns>
    public bool TrySave(ICollection<ulong> state)
    {
        if (_count + _countBefore > ResourceCursor.MaxStateNumbers)
        {
            return false;
        }

        StateNumbers.Add(state, _hashes.AsSpan(0, _count));
        StateNumbers.Add(state, _before.AsSpan(0, _countBefore));
        return true;
    }

    /// <summary>Takes up what an earlier process has saved; before the first page.</summary>
    /// <param name="state">Afterwards what is behind it.</param>
    /// <returns>False: it is nothing that was saved.</returns>
    public bool TryRestore(ref ReadOnlySpan<ulong> state)
    {
        if (!StateNumbers.TryTake(ref state, out var stillToCome) || !StateNumbers.TryTake(ref state, out var before))
        {
            return false;
        }

        TryReserve(stillToCome.Length);
        stillToCome.CopyTo(_hashes);
        _count = stillToCome.Length;
        Resume();
        _before = before.ToArray();
        _countBefore = _unmetBefore = before.Length;
        return true;
    }
}
