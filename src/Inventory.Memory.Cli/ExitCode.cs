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

    /// <param name="summary">Of a run that has ended.</param>
    /// <param name="failing">The states of scopes that count as missing.</param>
    public static int Of(CollectionSummary summary, IEnumerable<ScopeState> failing) => summary.State switch
    {
        RunState.Complete or RunState.Partial => failing.Any(state => summary.Ends(state) > 0) ? Partial : Complete,
        RunState.Stopped => Stopped,
        _ => Failed,
    };
}
