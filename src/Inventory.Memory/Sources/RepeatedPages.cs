namespace Inventory.Memory.Sources;

/// <summary>
/// Finds a page that is the one before once more, under another token: a server that ignores tokens would give it for ever.
/// What such a page has in common with the one before, from its first resource on, is not handed out again.
/// </summary>
/// <remarks>Holds the hashes of the first 4,096 names of a page: 32 KiB. Not safe for concurrent use.</remarks>
internal sealed class RepeatedPages
{
    private const int Most = 4096;

    private ulong[] _before = [];
    private ulong[] _now = [];
    private int _countBefore = -1;
    private int _count;
    private bool _isSame;

    /// <summary>Whether the page before had this name, and all names before it, at the same places.</summary>
    public bool IsRepeated(ulong name)
    {
        var at = _count++;
        if (at < Most)
        {
            if (at == _now.Length)
            {
                Array.Resize(ref _now, Math.Min(Most, Math.Max(64, at * 2)));
            }

            _now[at] = name;
        }

        _isSame &= at < _countBefore && (at >= Most || _before[at] == name);
        return _isSame && at < Most;
    }

    /// <summary>Ends the page. True: it had resources, and was the page before.</summary>
    public bool EndPage()
    {
        var isRepeated = _isSame && _count == _countBefore && _count > 0;
        (_before, _now) = (_now, _before);
        (_countBefore, _count, _isSame) = (_count, 0, true);
        return isRepeated;
    }
}
