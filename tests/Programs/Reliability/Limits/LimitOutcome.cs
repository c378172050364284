using System.Globalization;

namespace Inventory.Memory.Reliability.Limits;

/// <summary>How a run under a limit ended.</summary>
/// <param name="ExitCode">The process's; from 128 on it was ended by a signal.</param>
/// <param name="Error">What it said on standard error.</param>
internal readonly record struct LimitOutcome(int ExitCode, string Error)
{
    private const int Complete = 0, Partial = 3, Stopped = 4;

    /// <summary>It ended by itself: everything is there, or what is missing is named, or it stopped and said why.</summary>
    public bool IsOrderly => ExitCode is Complete or Partial or Stopped && !Error.Contains("should not have happened", StringComparison.Ordinal);

    public override string ToString() => IsOrderly ? ExitCode.ToString(CultureInfo.InvariantCulture) : ExitCode switch
    {
        134 => "**aborted**",
        137 => "**killed**",
        139 => "**SIGSEGV**",
        _ => $"**{ExitCode}**",
    };
}
