using System.Globalization;

namespace Inventory.Memory.Cli.Output;

/// <summary>What is said on standard error when a run has ended.</summary>
internal static class EndReport
{
    /// <summary>So many gaps are named; the summary has more.</summary>
    private const int MaxNamed = 5;

    /// <param name="summary">Of a run that has ended.</param>
    /// <param name="problems">What was said of it as a whole.</param>
    public static void Write(CollectionSummary summary, RunProblems problems)
    {
        StandardError.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Processing Time: {summary.Elapsed.TotalSeconds:F2} seconds"));
        StandardError.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Resources Collected: {summary.Resources}"));
        if (summary.Memory is { Samples: > 0 } memory)
        {
            StandardError.WriteLine(memory.ToString());
        }

        WriteGaps(summary);
        foreach (var message in problems.Messages.Where(message => summary.State != RunState.Failed || message != summary.FirstError?.Message))
        {
            StandardError.WriteProblem(message);
        }

        if (summary.StopMessage is { } stop)
        {
            StandardError.WriteProblem($"stopped: {stop}");
        }
    }

    private static void WriteGaps(CollectionSummary summary)
    {
        if (summary.Errors > 0)
        {
            StandardError.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Errors: {summary.Errors}"));
        }

        if (summary.State == RunState.Failed && summary.FirstError is { } first)
        {
            // Where nothing answered, the same is true of every scope: it is said once.
            StandardError.WriteProblem($"nothing could be collected: {first.Message}");
            return;
        }

        var incomplete = summary.Incomplete;
        foreach (var scope in incomplete.Take(MaxNamed))
        {
            StandardError.WriteLine($"Incomplete: {scope.Collection} in {scope.Location ?? "every location"}{((scope.Project ?? scope.Parent) is { } owner ? $" of {owner}" : "")}: {scope.State} ({scope.Reason})");
        }

        var more = incomplete.Count + summary.IncompleteOmitted - MaxNamed;
        if (more > 0)
        {
            StandardError.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Incomplete: {more} more; the error records and --summary name them."));
        }
    }
}
