namespace Inventory.Memory.Cli;

/// <summary>What the process tells its caller; part of the interface that SemVer covers.</summary>
internal static class ExitCode
{
    public const int Complete = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int Partial = 3;
    public const int Stopped = 4;

    /// <summary>128 and the number of the signal, as shells have it.</summary>
    public const int Interrupted = 130, ClosedPipe = 141, Terminated = 143;

    public static int Of(RunState state) => state switch
    {
        RunState.Complete => Complete,
        RunState.Partial => Partial,
        RunState.Stopped => Stopped,
        _ => Failed,
    };
}
