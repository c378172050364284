using Microsoft.Extensions.Logging;

namespace Inventory.Memory.Tests.Collecting;

/// <summary>Throws at one message, every time.</summary>
internal sealed class ThrowingLogger(string eventName) : ILogger<SequentialCollector>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Name == eventName)
        {
            throw new NotSupportedException($"nobody takes {eventName}");
        }
    }
}
