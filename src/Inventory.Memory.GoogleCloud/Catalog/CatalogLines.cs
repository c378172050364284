namespace Inventory.Memory.GoogleCloud.Catalog;

/// <summary>Where in its file each service, collection and property stands; kept only while a file is read and checked.</summary>
internal sealed class CatalogLines(bool keep)
{
    private readonly Dictionary<object, (int Line, CatalogBag Bag)> _places = new(ReferenceEqualityComparer.Instance);

    public void Add(object what, int line, CatalogBag bag)
    {
        if (keep)
        {
            _places[what] = (line, bag);
        }
    }

    /// <summary>The line of a property, or else of what should have it; 0 where there is no file.</summary>
    public int Find(object what, string property) =>
        !_places.TryGetValue(what, out var place) ? 0 : place.Bag.LineOf(property) is > 0 and var line ? line : place.Line;
}
