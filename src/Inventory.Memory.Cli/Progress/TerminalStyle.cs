namespace Inventory.Memory.Cli.Progress;

/// <summary>How text looks; each is the number of its control sequence (ECMA-48, "select graphic rendition").</summary>
internal enum TerminalStyle
{
    Plain = 0,
    Bold = 1,
    Red = 31,
    Green = 32,
    Yellow = 33,
    Grey = 90,
}
