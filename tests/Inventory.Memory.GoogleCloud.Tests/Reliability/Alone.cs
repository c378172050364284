namespace Inventory.Memory.GoogleCloud.Tests.Reliability;

/// <summary>Tests that take the processor, or measure the process: nothing runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
