using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Selection;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>A selected collection made ready: what its calls have in common, made when first needed and shared by all projects.</summary>
/// <remarks>Safe for any number of threads.</remarks>
internal sealed class CollectionPlan
{
    private readonly ListPlan?[] _plans = new ListPlan?[Enum.GetValues<ScopeKind>().Length];

    public CollectionPlan(GoogleCatalog catalog, SelectedCollection selected, SourceFilter filter)
    {
        (Selected, Filter) = (selected, filter);
        ParentEntry = selected.Entry.Parent is { } parent ? catalog.Find(parent) : null;
        Children = [.. selected.Children.Select(child => new CollectionPlan(catalog, child, filter))];
    }

    public SelectedCollection Selected { get; }

    public SourceFilter Filter { get; }

    public CatalogEntry Entry => Selected.Entry;

    /// <summary>The collection whose resources these are children of; null where there is none.</summary>
    public CatalogEntry? ParentEntry { get; }

    public IReadOnlyList<CollectionPlan> Children { get; }

    /// <summary>The plan of a collection here or below; null where there is none.</summary>
    public CollectionPlan? Find(string fullName) => string.Equals(Entry.FullName, fullName, StringComparison.OrdinalIgnoreCase)
        ? this
        : Children.Select(child => child.Find(fullName)).FirstOrDefault(found => found is not null);

    public ListPlan For(ScopeKind kind) => Volatile.Read(ref _plans[(int)kind]) ?? Make(kind);

    private ListPlan Make(ScopeKind kind)
    {
        // Two threads may make the same plan; either will do.
        var plan = new ListPlan(Selected, kind, Filter);
        Volatile.Write(ref _plans[(int)kind], plan);
        return plan;
    }
}
