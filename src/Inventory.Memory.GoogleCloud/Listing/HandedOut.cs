namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>
/// What has been handed out of a page, as 64-bit hashes: a page that has to be fetched again must not repeat it, nor
/// may the next page give it once more. In the normal course one number is written per resource, and one is looked up
/// per page.
/// </summary>
/// <remarks>
/// What is to be left out is a multiset: what an answer itself names twice is left out twice. For a page of 500 two
/// different names collide with a chance of one in 10^14. Not safe for concurrent use.
/// </remarks>
internal sealed partial class HandedOut : IDisposable
{
    /// <summary>Far more than any API puts on a page; a page beyond cannot be resumed. 512 KiB.</summary>
    public const int MaxPerPage = 64 * 1024;

    /// <summary>A page of Compute Engine. 4 KiB.</summary>
    private const int FirstCapacity = 512;

    /// <summary>Twice the largest page size of any API; more is for a page that is out of the ordinary.</summary>
    private const int KeptCapacity = 2048;

    /// <summary>A scope ends and the next begins: its numbers are used again.</summary>
    private static ulong[]? s_spare;

    private ulong[] _hashes = Interlocked.Exchange(ref s_spare, null) ?? [];
    private ulong[] _before = [];
    private bool[] _met = [];
    private int _count;
    private int _countBefore;

    /// <summary>The first so many of the page before have not come again on this one.</summary>
    private int _unmetBefore;

    /// <summary>The first so many of the hashes are to be left out when they come again; sorted.</summary>
    private int _leftOut;
    private int _unmet;
    private bool _overlaps;

    /// <summary>Whether more was handed out than can be remembered.</summary>
    public bool HasOverflowed { get; private set; }

    /// <summary>Whether anything of the page has been handed out.</summary>
    public bool Any => _count > 0;

    /// <summary>Whether the page has nothing but what was on the page before.</summary>
    public bool IsRepeated => _overlaps && _count == _leftOut;

    /// <summary>Notes a resource. False: it has been handed out already.</summary>
    public bool TryAdd(ulong hash)
    {
        if (_unmet > 0 && TryMeet(hash))
        {
            return false;
        }

        if ((_overlaps || _count == _leftOut) && TryMeetBefore(hash))
        {
            // The page begins with something of the page before: the server repeats itself, wholly or in part.
            _overlaps = true;
            return false;
        }

        if (TryReserve(_count + 1))
        {
            _hashes[_count++] = hash;
        }
        else
        {
            HasOverflowed = true;
        }

        return true;
    }

    /// <summary>The page will be fetched again: everything noted until now is to be left out.</summary>
    public void Resume()
    {
        Array.Sort(_hashes, 0, _count);
        _leftOut = _unmet = _count;
        _unmetBefore = _countBefore;
        _overlaps = false;
        if (_met.Length < _count)
        {
            _met = new bool[_hashes.Length];
        }

        Array.Clear(_met, 0, _count);
    }

    /// <summary>
    /// The page has been read to its end. What an earlier answer to it had handed out and this one did not have is still
    /// to come, on whatever page: this one was smaller, or something new has pushed it on.
    /// </summary>
    /// <param name="another">Whether another page follows, which must not give the same again.</param>
    public void EndPage(bool another)
    {
        if (another)
        {
            KeepPageBefore();
        }
        else
        {
            _countBefore = _unmetBefore = 0;
        }

        _count = _leftOut = _unmet = KeepUnmet();
        _overlaps = HasOverflowed = false;
    }

    public void Dispose()
    {
        if (_hashes.Length is > 0 and <= KeptCapacity)
        {
            s_spare = _hashes;
        }

        (_hashes, _before) = ([], []);
        _count = _countBefore = _unmetBefore = _leftOut = _unmet = 0;
    }

    /// <summary>All of the page: what was new on it, and what was on it but left out.</summary>
    private void KeepPageBefore()
    {
        var again = _before.AsSpan(_unmetBefore, _countBefore - _unmetBefore);
        if (_before.Length < again.Length + _count)
        {
            var larger = new ulong[Math.Max(again.Length + _count, _hashes.Length)];
            again.CopyTo(larger);
            _before = larger;
        }
        else
        {
            again.CopyTo(_before);
        }

        _countBefore = again.Length;
        for (var at = 0; at < _count; at++)
        {
            if (at >= _leftOut || _met[at])
            {
                _before[_countBefore++] = _hashes[at];
            }
        }

        _unmetBefore = _countBefore;
    }

    /// <summary>What is to be left out and has not come, still sorted. Deleted resources stay in it: until the scope ends, few.</summary>
    private int KeepUnmet()
    {
        var kept = 0;
        for (var at = 0; _unmet > 0 && at < _leftOut; at++)
        {
            if (!_met[at])
            {
                _hashes[kept++] = _hashes[at];
            }
        }

        Array.Clear(_met, 0, kept);
        return kept;
    }

    /// <summary>Those that have come again stand behind the others.</summary>
    private bool TryMeetBefore(ulong hash)
    {
        var at = _before.AsSpan(0, _unmetBefore).IndexOf(hash);
        if (at < 0)
        {
            return false;
        }

        _unmetBefore--;
        (_before[at], _before[_unmetBefore]) = (_before[_unmetBefore], _before[at]);
        return true;
    }

    private bool TryReserve(int count)
    {
        if (count > MaxPerPage)
        {
            return false;
        }

        if (count > _hashes.Length)
        {
            Array.Resize(ref _hashes, Math.Max(FirstCapacity, Math.Max(count, Math.Min(_count * 2, MaxPerPage))));
        }

        return true;
    }

    private bool TryMeet(ulong hash)
    {
        var at = Array.BinarySearch(_hashes, 0, _leftOut, hash);
        if (at < 0)
        {
            return false;
        }

        while (at > 0 && _hashes[at - 1] == hash)
        {
            at--;
        }

        for (; at < _leftOut && _hashes[at] == hash; at++)
        {
            if (!_met[at])
            {
                _met[at] = true;
                _unmet--;
                return true;
            }
        }

        return false;
    }
}
