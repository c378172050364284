namespace Inventory.Memory.Sources;

/// <summary>Where one list call looks: a zone, a region, <c>global</c>, or a whole project. Immutable.</summary>
public sealed class ResourceScope
{
    /// <summary>A scope for sources that have only one.</summary>
    public static ResourceScope Default { get; } = new("default");

    /// <summary>Creates a scope.</summary>
    /// <param name="name">Unique within its source, such as <c>zones/us-central1-a</c>.</param>
    /// <param name="location">The location that its records and errors carry; null where it has none or spans several.</param>
    public ResourceScope(string name, string? location = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Location = location;
    }

    /// <summary>The name, unique within its source.</summary>
    public string Name { get; }

    /// <summary>The location that records and errors of the scope carry, where it has one.</summary>
    public string? Location { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
