using System.Text;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Selection;
using Inventory.Memory.Json;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>Says of each item of one call where it is: where the call asked, where the map of the answer has it, or where it says itself.</summary>
/// <remarks>Each place is made once. Not safe for concurrent use.</remarks>
internal sealed class PlaceFinder
{
    /// <summary>More than Google has zones, regions and multi-regions; the table starts again past it.</summary>
    private const int MaxPlaces = 1024;

    /// <summary>Longer than any location is named.</summary>
    private const int MaxLocationBytes = 128;

    private readonly GoogleCloudSource _source;
    private readonly ListPlan _plan;
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);
    private readonly Place _ofCall;
    private Place _last;
    private string? _lastKey;

    public PlaceFinder(GoogleCloudSource source, ListPlan plan, ResourceScope scope)
    {
        (_source, _plan) = (source, plan);
        _ofCall = plan switch
        {
            { Kind: ScopeKind.Parent } => Place.At(source, plan.Kind, scope.Location ?? LocationFilter.Global),
            { Kind: ScopeKind.AllLocations } => Place.At(source, plan.Kind, LocationFilter.Global),
            _ => Place.Parse(source, scope.Name),
        };
        _last = _ofCall;
    }

    /// <summary>The place of the item, or of the notice, that was just read.</summary>
    public Place Find(JsonItemReader reader)
    {
        if (_plan.Kind == ScopeKind.Aggregated)
        {
            return FindByKey(reader.ScopeKey ?? LocationFilter.Global);
        }

        return _plan.LocationProperty < 0 ? _ofCall : FindByText(_plan.Properties.Get(reader, _plan.LocationProperty));
    }

    private Place FindByKey(string key)
    {
        if (!ReferenceEquals(key, _lastKey))
        {
            _lastKey = key;
            if (!_places.TryGetValue(key, out _last!))
            {
                _last = Place.Parse(_source, key);
                if (key.Length <= MaxLocationBytes)
                {
                    Add(key, _last);
                }
            }
        }

        return _last;
    }

    private Place FindByText(JsonField text)
    {
        var bytes = _plan.Entry.LocationIsInName ? Place.LocationIn(text.Raw.Span) : text.Raw.Span[(text.Raw.Span.LastIndexOf((byte)'/') + 1)..];
        if (bytes.Length is 0 or > MaxLocationBytes)
        {
            return _ofCall;
        }

        // Cloud Storage writes US-EAST1 where every other API writes us-east1.
        Span<char> upper = stackalloc char[bytes.Length];
        Span<char> location = stackalloc char[bytes.Length];
        location = location[..((ReadOnlySpan<char>)upper[..Encoding.UTF8.GetChars(bytes, upper)]).ToLowerInvariant(location)];
        if (!_places.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(location, out var place))
        {
            var key = location.ToString();
            Add(key, place = Place.At(_source, _plan.Kind, key));
        }

        return place;
    }

    private void Add(string key, Place place)
    {
        if (_places.Count == MaxPlaces)
        {
            _places.Clear();
        }

        _places.Add(key, place);
    }
}
