using Inventory.Memory.MemoryBenchmark.Measuring;

namespace Inventory.Memory.MemoryBenchmark.Environments;

/// <summary>How a process under a limit ended, in the words of the table.</summary>
internal static class Outcome
{
    public const string Completed = "completed";
    public const string StoppedItself = "stopped itself";
    public const string Killed = "killed";
    public const string OutOfMemory = "out of memory";
    public const string TooSlow = "too slow, ended by us";

    private const int StoppedCode = 4;
    private const int AbortedCode = 134;
    private const int KilledCode = 137;

    public static string Of(int exitCode) => exitCode switch
    {
        0 => Completed,
        StoppedCode => StoppedItself,
        AbortedCode => OutOfMemory,
        KilledCode => Killed,
        MeasuredProcess.TooSlow => TooSlow,
        _ => $"failed ({exitCode})",
    };
}
