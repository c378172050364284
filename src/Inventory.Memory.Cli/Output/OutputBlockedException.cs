namespace Inventory.Memory.Cli.Output;

/// <summary>The run was interrupted, and whoever has the other end of a pipe or terminal does not take what there still is.</summary>
internal sealed class OutputBlockedException() : IOException("Nobody reads the output: what was collected last is not in it, and its last line may be cut.");
