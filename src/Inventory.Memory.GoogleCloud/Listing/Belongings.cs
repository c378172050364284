using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.Json;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>What belongs to the resource that was read last: records that come out of it, then sources of its children.</summary>
/// <remarks>Holds what one resource has, never more. Not safe for concurrent use.</remarks>
internal sealed class Belongings
{
    private readonly GoogleCloudSource _source;
    private readonly ListPlan _plan;
    private readonly JsonItemReader _reader;
    private readonly EmbeddedReader[] _embedded;
    private Place? _place;
    private string _name = "";
    private int _next;

    /// <param name="source">Whose resources they are.</param>
    /// <param name="plan">The call in which those are listed.</param>
    /// <param name="reader">Stands on the resource.</param>
    /// <param name="missing">Takes in what is left out.</param>
    /// <param name="memory">Asked before something large is made of a resource.</param>
    public Belongings(GoogleCloudSource source, ListPlan plan, JsonItemReader reader, AnswerNotices missing, MemoryAsker memory)
    {
        (_source, _plan, _reader) = (source, plan, reader);
        _embedded = [.. source.Plan.Selected.Embedded.Select(entry => EmbeddedReader.Create(entry, plan.Entry, source.Project ?? "", missing, memory))];
    }

    /// <summary>Whether resources of the collection can have any.</summary>
    public bool AreWanted => _embedded.Length > 0 || _source.Plan.Children.Count > 0;

    /// <summary>Begins with the resource that the reader has found.</summary>
    public void Begin(Place place, string name)
    {
        (_place, _name, _next) = (place, name, -1);
    }

    /// <summary>Puts the next record that comes out of the resource into the item. False: there is none any more.</summary>
    public bool TryReadEmbedded(ResourceItem item)
    {
        if (_place is null)
        {
            return false;
        }

        while (_next < _embedded.Length)
        {
            if (_next >= 0 && _embedded[_next].TryRead(item))
            {
                return true;
            }

            if (++_next < _embedded.Length)
            {
                _embedded[_next].Begin(_reader.Value, _reader.IsCompact, _place.Location, _name);
            }
        }

        return false;
    }

    /// <summary>The sources of the resource's children, once.</summary>
    public IReadOnlyList<ResourceSource> TakeChildren()
    {
        if (_place is not { } place)
        {
            return [];
        }

        _place = null;
        List<ResourceSource> sources = [];
        var scope = new ResourceScope(ResourceNames.Relative(_name), place.Location);
        for (var i = 0; i < _source.Plan.Children.Count; i++)
        {
            var children = _source.Plan.Children[i];
            if (_source.Listed?.Contains(children.Entry.FullName, scope.Name) == true)
            {
                continue;
            }

            if (_plan.Conditions[i] is not { } condition || condition.IsMet(_plan.Properties.Get(_reader, condition.Property)))
            {
                sources.Add(_source.ForChildren(children, scope));
            }
        }

        return sources;
    }
}
