using Inventory.Memory.Checkpoints;

namespace Inventory.Memory;

/// <summary>One entry of what a run did not get.</summary>
public sealed class IncompleteScope
{
    internal IncompleteScope(InventoryError error)
    {
        Project = error.Project;
        Parent = error.Parent;
        Collection = error.Collection;
        AssetType = error.AssetType;
        Location = error.Location;
        State = error.State;
        Reason = error.Reason;
    }

    internal IncompleteScope(RunTallies.GapText gap)
    {
        Project = gap.Project;
        Parent = gap.Parent;
        Collection = gap.Collection;
        AssetType = gap.AssetType;
        Location = gap.Location;
        State = gap.State;
        Reason = gap.Reason;
    }

    /// <inheritdoc cref="InventoryError.Project"/>
    public string? Project { get; }

    /// <inheritdoc cref="InventoryError.Parent"/>
    public string? Parent { get; }

    /// <inheritdoc cref="InventoryError.Collection"/>
    public string Collection { get; }

    /// <inheritdoc cref="InventoryError.AssetType"/>
    public string? AssetType { get; }

    /// <inheritdoc cref="InventoryError.Location"/>
    public string? Location { get; }

    /// <inheritdoc cref="InventoryError.State"/>
    public ScopeState State { get; }

    /// <inheritdoc cref="InventoryError.Reason"/>
    public string Reason { get; }

    internal RunTallies.GapText ToText() => new()
    {
        Project = Project,
        Parent = Parent,
        Collection = Collection,
        AssetType = AssetType,
        Location = Location,
        State = State,
        Reason = Reason,
    };
}
