using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Inventory.Memory.Cli.Logging;

internal sealed class StandardErrorLogger(LogLevel least) : ILogger
{
    private static readonly TimeProvider s_time = TimeProvider.System;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        StandardError.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{s_time.GetUtcNow():HH:mm:ss.fff} {Name(logLevel)}: {formatter(state, exception)}"));
        foreach (var line in exception?.ToString().Split('\n') ?? [])
        {
            StandardError.WriteLine($"    {line}");
        }
    }

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        _ => "error",
    };
}
