namespace Inventory.Memory;

/// <summary>What a run got of one collection, over all projects and scopes. May be read from any thread.</summary>
public sealed class TypeSummary
{
    private readonly long[] _states = new long[Enum.GetValues<ScopeState>().Length];
    private long _resources;
    private long _errors;

    internal TypeSummary(string collection, IReadOnlyList<string> assetTypes)
    {
        Collection = collection;
        AssetTypes = assetTypes;
    }

    /// <summary>The collection, such as <c>compute.disks</c>.</summary>
    public string Collection { get; }

    /// <summary>The asset types of its records.</summary>
    public IReadOnlyList<string> AssetTypes { get; }

    /// <summary>Resources handed out so far.</summary>
    public long Resources => Volatile.Read(ref _resources);

    /// <summary>Error records handed out so far.</summary>
    public long Errors => Volatile.Read(ref _errors);

    /// <summary>Scopes that ended in a state so far.</summary>
    /// <param name="state">The state.</param>
    public long Scopes(ScopeState state) => Volatile.Read(ref _states[(int)state]);

    internal void AddResource() => Volatile.Write(ref _resources, _resources + 1);

    internal void AddError() => Volatile.Write(ref _errors, _errors + 1);

    internal void AddScope(ScopeState state) => Volatile.Write(ref _states[(int)state], _states[(int)state] + 1);
}
