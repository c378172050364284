namespace Inventory.Memory.Sources;

/// <summary>What a cursor has found.</summary>
public enum CursorStep
{
    /// <summary>A resource stands in <see cref="ResourceCursor.Item"/>.</summary>
    Item,

    /// <summary>Something is missing: <see cref="ResourceItem.Report"/> was called on <see cref="ResourceCursor.Item"/>.</summary>
    Notice,

    /// <summary>
    /// What belongs under the last resource comes next: <see cref="ResourceCursor.Children"/> are collected, then this
    /// cursor is read on.
    /// </summary>
    Children,

    /// <summary>A page has ended and another may follow: the moment at which memory is checked.</summary>
    PageEnd,

    /// <summary>The scope has ended.</summary>
    End,
}
