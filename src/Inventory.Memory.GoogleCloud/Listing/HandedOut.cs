namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>
/// What has been handed out of the page that is being read, as 64-bit hashes, so that a page that has to be fetched
/// again does not repeat it. In the normal course one number is written per resource and nothing is ever looked up.
/// </summary>
/// <remarks>
/// A multiset: what an answer itself names twice is skipped twice. For a page of 500 two different names collide with a
/// chance of one in 10^14. Not safe for concurrent use.
/// </remarks>
internal sealed class HandedOut : IDisposable
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
    private bool[] _met = [];
    private int _count;

    /// <summary>The first so many were handed out before the page was fetched again; sorted.</summary>
    private int _earlier;
    private int _unmet;
    private int _metOnPage;

    /// <summary>Whether more was handed out than can be remembered.</summary>
    public bool HasOverflowed { get; private set; }

    /// <summary>Notes a resource. False: it has been handed out already.</summary>
    public bool TryAdd(ulong hash)
    {
        if (_unmet > 0 && TryMeet(hash))
        {
            return false;
        }

        if (_count == _hashes.Length)
        {
            if (_count == MaxPerPage)
            {
                HasOverflowed = true;
                return true;
            }

            Array.Resize(ref _hashes, Math.Max(FirstCapacity, _count * 2));
        }

        _hashes[_count++] = hash;
        return true;
    }

    /// <summary>The page will be fetched again: everything noted until now is to be skipped.</summary>
    public void Resume()
    {
        Array.Sort(_hashes, 0, _count);
        _earlier = _unmet = _count;
        _metOnPage = 0;
        if (_met.Length < _count)
        {
            _met = new bool[_hashes.Length];
        }

        Array.Clear(_met, 0, _count);
    }

    /// <summary>
    /// The page has been read to its end. What an earlier, larger page had handed out beyond it is still to come; once a
    /// page brings nothing of it, it has been taken away on the server.
    /// </summary>
    public void EndPage()
    {
        _count = _earlier = _unmet > 0 && _metOnPage > 0 ? _earlier : 0;
        _unmet = _earlier == 0 ? 0 : _unmet;
        _metOnPage = 0;
        HasOverflowed = false;
    }

    public void Dispose()
    {
        if (_hashes.Length is > 0 and <= KeptCapacity)
        {
            s_spare = _hashes;
        }

        _hashes = [];
        _count = _earlier = _unmet = 0;
    }

    private bool TryMeet(ulong hash)
    {
        var at = Array.BinarySearch(_hashes, 0, _earlier, hash);
        if (at < 0)
        {
            return false;
        }

        while (at > 0 && _hashes[at - 1] == hash)
        {
            at--;
        }

        for (; at < _earlier && _hashes[at] == hash; at++)
        {
            if (!_met[at])
            {
                _met[at] = true;
                _unmet--;
                _metOnPage++;
                return true;
            }
        }

        return false;
    }
}
