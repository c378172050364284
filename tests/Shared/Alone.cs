namespace Inventory.Memory.Tests;

/// <summary>For tests that weigh the whole heap: nothing else runs meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
