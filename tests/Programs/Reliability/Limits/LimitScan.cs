using System.Diagnostics;
using System.Globalization;
using Inventory.Memory.GoogleCloud.Emulator;
using Inventory.Memory.GoogleCloud.Emulator.Faults;
using Inventory.Memory.Tests.Shared.Containers;

namespace Inventory.Memory.Reliability.Limits;

/// <summary>
/// Runs the tool over large resources in real containers of many sizes: none of them may end it by a signal. The emulator
/// is outside of them.
/// </summary>
internal sealed class LimitScan : IAsyncDisposable
{
    /// <summary>Pages of each run; on each stands one large resource beside usual ones.</summary>
    private const int Pages = 4;

    private readonly GoogleCloudEmulator _emulator;

    private LimitScan(GoogleCloudEmulator emulator) => _emulator = emulator;

    public static async Task<LimitScan> StartAsync(CancellationToken cancellationToken)
    {
        var options = new GoogleCloudEmulatorOptions { Collections = { ["instances"] = Pages } };
        foreach (var size in LimitCase.ItemSizes)
        {
            options.Faults.Add(new EmulatorFault { Kind = FaultKind.HugeItem, Project = LimitCase.ProjectOf(size), ItemBytes = (long)size << 20 });
        }

        return new LimitScan(await GoogleCloudEmulator.StartAsync(options, cancellationToken));
    }

    /// <summary>Runs every limit and size, redacted and not, and writes a table, a row a limit.</summary>
    /// <param name="tool">The executable.</param>
    /// <param name="limits">In MiB.</param>
    /// <param name="output">Where the table goes, line by line.</param>
    /// <param name="cancellationToken">Ends the scan.</param>
    /// <returns>The runs that did not end by themselves, in words; null when all did.</returns>
    public async Task<string?> RunAsync(string tool, IEnumerable<int> limits, TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync($"| container, MiB | {string.Join(" | ", LimitCase.ItemSizes.Select(size => $"{size} MiB"))} |");
        await output.WriteLineAsync($"|---|{string.Concat(LimitCase.ItemSizes.Select(_ => "---|"))}");
        List<string> problems = [];
        var runs = 0;
        foreach (var limit in limits)
        {
            List<string> cells = [];
            foreach (var size in LimitCase.ItemSizes)
            {
                List<string> outcomes = [];
                foreach (var redact in new[] { false, true })
                {
                    var run = new LimitCase(limit, size, redact);
                    var outcome = await RunAsync(tool, run, cancellationToken);
                    outcomes.Add(outcome.ToString());
                    runs++;
                    if (!outcome.IsOrderly)
                    {
                        problems.Add($"{run}: {outcome} {outcome.Error}");
                    }
                }

                cells.Add(string.Join(", ", outcomes.Distinct()));
            }

            await output.WriteLineAsync($"| {limit} | {string.Join(" | ", cells)} |");
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"\n{runs} runs, {problems.Count} not ended by themselves"));
        return problems.Count == 0 ? null : string.Join('\n', problems);
    }

    /// <exception cref="InvalidOperationException">No container can be made here.</exception>
    public Task<LimitOutcome> RunAsync(string tool, LimitCase run, CancellationToken cancellationToken) =>
        RunAsync(run, [tool, .. Arguments(run, "/dev/null")], cancellationToken);

    /// <summary>
    /// The harder way, for a tool that is one file: the container pays for the page cache of the tool, which is copied
    /// inside of it, and for that of the output.
    /// </summary>
    public Task<LimitOutcome> RunColdAsync(string tool, LimitCase run, string folder, CancellationToken cancellationToken)
    {
        var copy = Path.Combine(folder, "tool");
        return RunAsync(
            run,
            ["/bin/sh", "-c", "cp \"$0\" \"$1\" && exec \"$@\"", tool, copy, .. Arguments(run, Path.Combine(folder, "output"))],
            cancellationToken);
    }

    private IEnumerable<string> Arguments(LimitCase run, string output) =>
    [
        "collect", "-p", run.Project, "-t", "compute.instances", "--endpoint", _emulator.Endpoint.ToString(), "--page-size", "1",
        "-o", output, "--overwrite", "--no-progress", .. run.Redact ? (string[])["--redact"] : [],
    ];

    private static async Task<LimitOutcome> RunAsync(LimitCase run, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        using var container = MemoryContainer.TryCreate((long)run.LimitMiB << 20, out var reason) ?? throw new InvalidOperationException(reason);
        var start = container.Enter(command[0], command.Skip(1));
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new LimitOutcome(process.ExitCode, error);
    }

    public ValueTask DisposeAsync() => _emulator.DisposeAsync();
}
