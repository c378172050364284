namespace Inventory.Memory.Gc;

/// <summary>Where in a run memory is looked at: always between two pieces of work, when least is held.</summary>
internal enum CollectionBoundary
{
    /// <summary>A page has been handed out.</summary>
    Page,

    /// <summary>A page of large resources goes on: many of them are as much as many pages.</summary>
    Inside,

    /// <summary>A scope has ended.</summary>
    Scope,

    /// <summary>A type (a collection of the catalog) has ended.</summary>
    Type,
}
