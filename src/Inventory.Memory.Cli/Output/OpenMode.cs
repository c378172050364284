namespace Inventory.Memory.Cli.Output;

/// <summary>What may be at an output's path.</summary>
internal enum OpenMode
{
    /// <summary>Nothing.</summary>
    New,

    /// <summary>A file that is replaced.</summary>
    Replace,

    /// <summary>A file that an earlier process wrote, and that goes on.</summary>
    GoOn,
}
