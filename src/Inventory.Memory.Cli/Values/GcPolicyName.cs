namespace Inventory.Memory.Cli.Values;

/// <summary>The garbage collection policies that the command line can name.</summary>
internal enum GcPolicyName
{
    Default,
    Threshold,
    Growth,
    Periodic,
    None,
}
