using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Inventory.Memory.Cli.Logging;

/// <summary>Logs to standard error, a line an event. The console logger would bring a queue, a thread and 3 MB with it.</summary>
internal sealed class StandardErrorLoggerFactory : ILoggerFactory
{
    private readonly LogLevel _least;

    private StandardErrorLoggerFactory(LogLevel least) => _least = least;

    /// <param name="verbosity">How often <c>-v</c> was given.</param>
    public static ILoggerFactory Create(int verbosity) => verbosity switch
    {
        0 => NullLoggerFactory.Instance,
        1 => new StandardErrorLoggerFactory(LogLevel.Information),
        2 => new StandardErrorLoggerFactory(LogLevel.Debug),
        _ => new StandardErrorLoggerFactory(LogLevel.Trace),
    };

    public ILogger CreateLogger(string categoryName) => new StandardErrorLogger(_least);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
        // Holds nothing.
    }
}
