namespace Inventory.Memory.Reliability.Fuzzing;

/// <summary>What a mutation does to a body.</summary>
internal enum MutationKind
{
    Flip,
    Delete,
    Repeat,
    Insert,
    Cut,
}
