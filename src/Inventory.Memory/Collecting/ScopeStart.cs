namespace Inventory.Memory.Collecting;

/// <summary>Whether the cursor of the open scope has answered yet, where that decides what becomes of earlier records.</summary>
internal enum ScopeStart
{
    /// <summary>It has, or there are no earlier records.</summary>
    Usual,

    /// <summary>An earlier process has read the scope up to the page with which the cursor begins; its token may have expired.</summary>
    GoesOn,

    /// <summary>The scope is read from its start again: earlier records are taken back with the first answer, and stay without one.</summary>
    BeginsAgain,
}
