using System.Globalization;
using Inventory.Memory.Monitoring;
using Spectre.Console;

namespace Inventory.Memory.Cli.Progress;

/// <summary>A few lines that are drawn anew four times a second.</summary>
internal sealed class LiveProgress(CollectionSummary summary, MemoryMonitor monitor) : ProgressDisplay(summary, monitor)
{
    private const int BarWidth = 24;
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    protected override async Task ShowAsync(CancellationToken cancellationToken)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

        // The timer's thread draws: the run must not wait for a terminal.
        await Task.Yield();
        await console.Live(Draw()).AutoClear(true).StartAsync(async live =>
        {
            using var timer = new PeriodicTimer(s_interval);
            try
            {
                while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
                {
                    live.UpdateTarget(Draw());
                }
            }
            catch (OperationCanceledException)
            {
                // The run has ended.
            }
        }).ConfigureAwait(false);
    }

    private Grid Draw()
    {
        var elapsed = Summary.Elapsed;
        var rate = Summary.Resources / Math.Max(elapsed.TotalSeconds, 0.001);
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        grid.AddRow(Label("Resources"), new Markup(string.Create(CultureInfo.InvariantCulture, $"[bold]{Summary.Resources:N0}[/]  {rate:N0}/s{Errors()}")));
        grid.AddRow(Label("Collecting"), new Markup(Markup.Escape(TerminalText.Clean(Where()))));
        grid.AddRow(Label("Memory"), DrawMemory());
        grid.AddRow(Label("Elapsed"), new Markup(string.Create(CultureInfo.InvariantCulture, $"{elapsed:hh\\:mm\\:ss}")));
        return grid;
    }

    private Markup DrawMemory()
    {
        var latest = Monitor.Latest;
        var peak = Math.Max(Summary.Memory.PeakBytes, latest.RssBytes);
        var text = $"process {Megabytes(latest.RssBytes)} now, {Megabytes(peak)} peak";
        if (latest.Pressing is not { LimitBytes: > 0 } gauge)
        {
            return new Markup(text);
        }

        var filled = (int)Math.Round(Math.Clamp(gauge.Ratio, 0, 1) * BarWidth);
        var color = gauge.Ratio switch { >= 0.9 => "red", >= 0.8 => "yellow", _ => "green" };

        // Another line for what is free: without colors (NO_COLOR) the bar would always be full.
        var bar = $"[{color}]{new string('━', filled)}[/][grey]{new string('─', BarWidth - filled)}[/]";
        return new Markup(string.Create(
            CultureInfo.InvariantCulture,
            $"{text}  {bar} {Markup.Escape(TerminalText.Clean(gauge.Name ?? ""))} {gauge.Ratio * 100:F0} % of {Megabytes(gauge.LimitBytes)}"));
    }

    private string Errors() => Summary.Errors > 0 ? string.Create(CultureInfo.InvariantCulture, $"  [red]{Summary.Errors:N0} errors[/]") : "";

    private static Markup Label(string text) => new Markup($"[grey]{text}[/]");
}
