using System.Globalization;
using Inventory.Memory.Cli.Commands;
using Inventory.Memory.Cli.Output;
using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Cli.Progress;

/// <summary>Shows how far a run is, from a timer of its own: the run does not know of it.</summary>
internal abstract class ProgressDisplay : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private Task _showing = Task.CompletedTask;

    protected ProgressDisplay(CollectionSummary summary, MemoryMonitor monitor)
    {
        Summary = summary;
        Monitor = monitor;
    }

    protected CollectionSummary Summary { get; }

    protected MemoryMonitor Monitor { get; }

    /// <summary>Live on a terminal, else a line now and then; nothing where that is wanted. A log, or records, and a live display do not go together.</summary>
    public static ProgressDisplay Start(CollectionSummary summary, MemoryMonitor monitor, CollectSettings settings)
    {
        ProgressDisplay display = settings.HideProgress ? new NoProgress(summary, monitor)
            : settings.Verbosity > 0 || ShowsRecords(settings) || Console.IsErrorRedirected || !CanDrawAnew() ? new PlainProgress(summary, monitor)
            : new LiveProgress(summary, monitor);
        display._showing = display.ShowAsync(display._end.Token);
        return display;
    }

    private static bool ShowsRecords(CollectSettings settings) => RecordOutput.IsStandardOutput(settings.Output) && !Console.IsOutputRedirected;

    /// <summary>Whether the terminal can go back to draw a line anew.</summary>
    private static bool CanDrawAnew()
    {
        if (!OperatingSystem.IsWindows())
        {
            return Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
        }

        var console = SystemCalls.GetStandardHandle(SystemCalls.StandardErrorOfWindows);
        return SystemCalls.GetConsoleMode(console, out var mode) && SystemCalls.SetConsoleMode(console, mode | SystemCalls.FollowsSequences);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _showing.ConfigureAwait(false);
        _end.Dispose();
    }

    /// <summary>Returns when the token is cancelled, or at once; does not throw.</summary>
    protected abstract Task ShowAsync(CancellationToken cancellationToken);

    protected string Where() => string.Join(' ', new[] { Summary.CurrentProject, Summary.CurrentCollection, Summary.CurrentScope }.OfType<string>());

    protected static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024):F1}MiB");
}
