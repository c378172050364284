namespace Inventory.Memory.Cli.Values;

/// <summary>An option that is written <c>on</c> or <c>off</c>; the parser takes no word but true and false for a bool.</summary>
internal enum Switch
{
    On,
    Off,
}
