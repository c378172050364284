namespace Inventory.Memory.Gc;

/// <summary>The time between two forced collections, doubled by each that gave little.</summary>
internal sealed class CollectionDistance
{
    /// <summary>The distance doubles up to here (or stays at the first one, if that is longer).</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private TimeSpan _first;
    private TimeSpan _distance;
    private TimeSpan? _last;

    /// <param name="first">The distance while collections are worth it.</param>
    public CollectionDistance(TimeSpan first) => _first = _distance = first;

    /// <summary>Changes the first distance; one that has grown meanwhile stays until a collection is worth it.</summary>
    public void SetFirst(TimeSpan first) =>
        (_distance, _first) = (_distance == _first || _distance < first ? first : _distance, first);

    public bool IsOver(TimeSpan now) => IsOver(now, _distance);

    /// <summary>Whether so much time has passed since the last one, whatever the distance has grown to.</summary>
    public bool IsOver(TimeSpan now, TimeSpan distance) => _last is not { } last || now - last >= distance;

    public void Begin(TimeSpan now, bool worthwhile)
    {
        _last = now;
        var doubled = _distance > TimeSpan.Zero ? _distance * 2 : TimeSpan.FromMilliseconds(100);
        _distance = worthwhile ? _first : doubled < Longest ? doubled : Longest > _first ? Longest : _first;
    }
}
