using System.Diagnostics;
using System.Globalization;

namespace Inventory.Memory.Reliability.Kills;

/// <summary>
/// Runs of the tool that are killed at random moments and given again, while five answers in a hundred break: the file has
/// to hold each resource once, the checkpoint to be gone, and the exit code 0.
/// </summary>
internal sealed class KillScan
{
    /// <summary>Most of a run is waiting: for a retry, or for its turn to be killed.</summary>
    private const int AtATimePerProcessor = 2;

    private readonly TextWriter _log;
    private readonly IReadOnlyList<string> _tools;
    private readonly int _seed;
    private long _done;
    private long _kills;
    private long _retries;
    private long _resources;

    private KillScan(IReadOnlyList<string> tools, int seed, TextWriter log) => (_tools, _seed, _log) = (tools, seed, log);

    /// <param name="runs">How many; the kinds of estate take turns, then the programs, then the default settings and <c>--sync page</c>.</param>
    /// <param name="seed">Of the first run; the second has the next.</param>
    /// <param name="tools">The programs, such as the native one and the one that is compiled when it runs.</param>
    /// <param name="log">Where to say how far it is.</param>
    /// <param name="cancellationToken">To be obeyed.</param>
    /// <returns>What was wrong; null: nothing.</returns>
    public static async Task<string?> RunAsync(int runs, int seed, IReadOnlyList<string> tools, TextWriter log, CancellationToken cancellationToken)
    {
        var scan = new KillScan(tools, seed, TextWriter.Synchronized(log));
        var began = Stopwatch.GetTimestamp();
        var problems = new List<string>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, runs),
            new ParallelOptions { MaxDegreeOfParallelism = AtATimePerProcessor * Environment.ProcessorCount, CancellationToken = cancellationToken },
            async (number, token) =>
            {
                if (await scan.RunOneAsync(number, token) is { } problem)
                {
                    lock (problems)
                    {
                        problems.Add(problem);
                    }
                }
            });
        await log.WriteLineAsync(scan.Describe(Stopwatch.GetElapsedTime(began)));
        return problems.Count == 0 ? null : string.Join('\n', problems);
    }

    private async Task<string?> RunOneAsync(int number, CancellationToken cancellationToken)
    {
        var estate = KilledEstate.Of(number % KilledEstate.Kinds, _seed + number);
        var tool = _tools[number / KilledEstate.Kinds % _tools.Count];
        var syncPage = number / (KilledEstate.Kinds * _tools.Count) % 2 == 1;
        await using var run = await KilledProcesses.StartAsync(estate, tool, syncPage, cancellationToken);
        var problem = await run.RunAsync(cancellationToken);
        Interlocked.Add(ref _kills, run.Kills);
        Interlocked.Add(ref _retries, run.Retries);
        Interlocked.Add(ref _resources, run.Resources);
        var done = Interlocked.Increment(ref _done);
        if (problem is not null || done % 10 == 0)
        {
            await _log.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{done} runs, {Interlocked.Read(ref _kills)} kills{(problem is null ? "" : $"; seed {_seed + number}: {problem}")}"));
        }

        return problem is null ? null : $"run {number} (seed {_seed + number}, {estate.Name}, {(syncPage ? "--sync page" : "default settings")}, {tool}): {problem}";
    }

    private string Describe(TimeSpan elapsed) => string.Create(
        CultureInfo.InvariantCulture,
        $"{_done} runs of {_tools.Count} programs, {_kills} processes killed, {_retries} answers asked for again, {_resources} resources, {elapsed.TotalMinutes:0.0} minutes");
}
