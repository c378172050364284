using System.Diagnostics;
using System.Globalization;
using Inventory.Memory.GoogleCloud;
using Inventory.Memory.GoogleCloud.Emulator;
using Inventory.Memory.GoogleCloud.Emulator.Faults;

namespace Inventory.Memory.Reliability;

/// <summary>
/// Runs again and again over an estate at which five requests in a hundred fail, in ten ways: nothing may be lost,
/// nothing come twice, memory stay flat, no file or socket stay open, of the client or the emulator.
/// </summary>
internal sealed class Soak
{
    /// <summary>Ten faults of half a percent each.</summary>
    private const double Rate = 0.005;

    private const int Resources = 2_000;
    private const int PageSize = 50;

    /// <summary>Caches, tiered compilation and pools fill up in the first rounds.</summary>
    private const int WarmUp = 3;

    /// <summary>What may be more at the end than after the first rounds: noise of the collector.</summary>
    private const long SpareBytes = 4 << 20;

    /// <summary>What the runtime opens for itself when it is first needed, once: event queues, pipes, the null device.</summary>
    private const int SpareFilesAtFirst = 12;

    /// <summary>The same after the first rounds; less than what one collector or one connection holds in three rounds.</summary>
    private const int SpareFiles = 2;

    /// <summary>The emulator gives up its side of a connection some moments after the client; longer than this it has kept it.</summary>
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(10);

    /// <summary>Of one place and of all; and one whose answers name the next page before their items, so that it is requested early.</summary>
    private static readonly string[] s_types = ["compute.disks", "compute.snapshots", "compute.instances", "compute.networks", "storage.buckets"];

    private readonly GoogleCloudEmulator _emulator;
    private readonly TextWriter _log;

    private Soak(GoogleCloudEmulator emulator, TextWriter log) => (_emulator, _log) = (emulator, log);

    private int Rounds { get; set; }

    private long Retries { get; set; }

    private long BaselineBytes { get; set; }

    /// <summary>Before the first inventory; later, what the runtime has opened in the first rounds is in it.</summary>
    private OpenFiles Baseline { get; set; } = OpenFiles.Count();

    /// <summary>Goes on for a time, and at least some rounds.</summary>
    /// <returns>What was wrong; null: nothing.</returns>
    public static async Task<string?> RunAsync(TimeSpan duration, int seed, TextWriter log, CancellationToken cancellationToken)
    {
        var estate = new GoogleCloudEmulatorOptions { ResourcesPerCollection = Resources, Seed = seed };
        foreach (var fault in Faults())
        {
            fault.Rate = Rate;
            estate.Faults.Add(fault);
        }

        await using var emulator = await GoogleCloudEmulator.StartAsync(estate, cancellationToken);
        return await new Soak(emulator, log).RunAsync(duration, cancellationToken);
    }

    private static IEnumerable<EmulatorFault> Faults() =>
    [
        new() { Kind = FaultKind.Status, Status = 429, Reason = "rateLimitExceeded" },
        new() { Kind = FaultKind.Status, Status = 403, Reason = "quotaExceeded", RetryAfterSeconds = 2 },
        new() { Kind = FaultKind.Status, Status = 500 },
        new() { Kind = FaultKind.Status, Status = 503, Body = "<html>busy</html>" },
        new() { Kind = FaultKind.Reset, AfterBytes = 20_000 },
        new() { Kind = FaultKind.Truncate, AfterBytes = 9_000 },
        new() { Kind = FaultKind.CutJson, AfterBytes = 30_000 },
        new() { Kind = FaultKind.InvalidUtf8, AfterBytes = 15_000 },
        new() { Kind = FaultKind.DuplicatePage },
        new() { Kind = FaultKind.Stall, AfterBytes = 12_000 },
    ];

    private async Task<string?> RunAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        // Said first, because the console keeps two files open once something is written.
        await _log.WriteLineAsync($"before the first round, open: {Baseline}");
        var began = Stopwatch.GetTimestamp();
        while (Rounds < WarmUp + 2 || Stopwatch.GetElapsedTime(began) < duration)
        {
            if (await RoundAsync(cancellationToken) is { } problem)
            {
                return $"round {Rounds}: {problem}";
            }

            Rounds++;
            var files = await SettleAsync(cancellationToken);
            if (IsTooMuch(files))
            {
                return $"after round {Rounds} there are {files} open, where there were {Baseline}; new are {files.Without(Baseline)}";
            }

            if (Rounds == WarmUp)
            {
                (BaselineBytes, Baseline) = (MeasureHeap(), files);
            }

            if (Rounds % 20 == 0)
            {
                await _log.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture, $"{Rounds} rounds, {Retries} retries, managed heap {MeasureHeap() >> 10} KiB, open: {OpenFiles.Count()}"));
            }
        }

        return Judge(MeasureHeap());
    }

    /// <summary>After a round: all that is still open once both sides have had the time to close.</summary>
    private async Task<OpenFiles> SettleAsync(CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        OpenFiles files;
        while (IsTooMuch(files = OpenFiles.Count()) && Stopwatch.GetElapsedTime(began) < s_settle)
        {
            await Task.Delay(20, cancellationToken);
        }

        return files;
    }

    /// <summary>Not one socket more than before the first inventory; not more files than the runtime opens late.</summary>
    private bool IsTooMuch(OpenFiles files) => files.Sockets > Baseline.Sockets || files.Others > Baseline.Others + (Rounds > WarmUp ? SpareFiles : SpareFilesAtFirst);

    private string? Judge(long bytes)
    {
        _log.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Rounds} rounds of {Resources * s_types.Length} resources, {Retries} retries; managed heap {BaselineBytes >> 10} -> {bytes >> 10} KiB, open: {Baseline} -> {OpenFiles.Count()}"));
        return Retries == 0 ? "no fault was met"
            : bytes > BaselineBytes + SpareBytes ? $"the managed heap grew from {BaselineBytes} to {bytes} bytes"
            : null;
    }

    private async Task<string?> RoundAsync(CancellationToken cancellationToken)
    {
        var options = new GoogleCloudOptions
        {
            Endpoint = _emulator.ServiceEndpoint,
            PageSize = PageSize,
            BodyIdleTimeout = TimeSpan.FromMilliseconds(500),
            MaxAttempts = 12,
        };
        await using var inventory = new GoogleCloudInventory(options, null, null, new SkippingClock(), null);
        var selection = new GoogleCloudSelection { Projects = ["soak"], Types = s_types, Children = false };
        var run = new SequentialCollector().Collect(new CollectionRequest(inventory.GetSourcesAsync(selection, cancellationToken)));
        var names = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var record in run.WithCancellation(cancellationToken))
        {
            if (record.Error is { } error)
            {
                return error.ToString();
            }

            if (!names.Add(record.Name))
            {
                return $"{record.Name} came twice";
            }
        }

        Retries += run.Summary.Retries;
        return names.Count == Resources * s_types.Length && run.Summary.State == RunState.Complete
            ? null
            : $"{names.Count} resources, {run.Summary.State}";
    }

    private static long MeasureHeap()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return GC.GetTotalMemory(forceFullCollection: false);
    }
}
