namespace Inventory.Memory.Tests;

/// <summary>Tests that measure the whole process: others must not run, and allocate, beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
