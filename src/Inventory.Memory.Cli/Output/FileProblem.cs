namespace Inventory.Memory.Cli.Output;

/// <summary>Why a file cannot be written, and what to do about it.</summary>
internal static class FileProblem
{
    private const int Eagain = 11, Enospc = 28, Edquot = 122, Erofs = 30;
    private const int ErrorDiskFull = unchecked((int)0x80070070);

    public static string Explain(Exception failure) => failure switch
    {
        { HResult: Enospc or Edquot or ErrorDiskFull } => "the disk is full. Free some space, or write to another disk.",
        { HResult: Erofs } => "the file system is read-only. Write to another one.",
        { HResult: Eagain } => "another run is writing it. Wait until that has ended.",
        DirectoryNotFoundException => "its folder does not exist. Create the folder, or give another path.",
        UnauthorizedAccessException => "access is denied, or it is a folder. Give a path that you may write to.",
        _ => $"{failure.Message.TrimEnd('.')}. Give a path that you may write to.",
    };
}
