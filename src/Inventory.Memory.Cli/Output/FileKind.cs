namespace Inventory.Memory.Cli.Output;

/// <summary>What is at a path, or behind a descriptor.</summary>
internal enum FileKind
{
    Nothing,

    File,

    Folder,

    /// <summary>A named pipe or one of the shell.</summary>
    Pipe,

    Socket,

    /// <summary>A terminal, /dev/null, a disk.</summary>
    Device,
}
