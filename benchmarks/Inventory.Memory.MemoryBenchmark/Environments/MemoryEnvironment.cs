using System.Diagnostics;
using System.Globalization;
using Inventory.Memory.MemoryBenchmark.Measuring;
using Inventory.Memory.Tests.Shared.Containers;

namespace Inventory.Memory.MemoryBenchmark.Environments;

/// <summary>So much memory and no more: a container where one can be made, else a limit of the GC's heap.</summary>
internal sealed class MemoryEnvironment : IDisposable
{
    private readonly MemoryContainer? _container;
    private readonly long? _limitBytes;

    private MemoryEnvironment(MemoryContainer? container, long? limitBytes) => (_container, _limitBytes) = (container, limitBytes);

    /// <summary>What limits, in words for the table.</summary>
    public string Kind => _container is not null ? $"cgroup v{_container.Version}" : _limitBytes is null ? "none" : "GC heap hard limit";

    /// <summary>Reads what is charged now; null where nothing is.</summary>
    public Func<long>? Charge => _container is { } container ? () => container.UsageBytes : null;

    /// <summary>What was charged at most, buffers of sockets included; 0 where nothing is.</summary>
    public long PeakBytes => _container is { } container ? container.PeakBytes + container.SocketPeakBytes : 0;

    /// <param name="limitBytes">The limit; null measures the charge only.</param>
    public static MemoryEnvironment Create(long? limitBytes)
    {
        var container = MemoryContainer.TryCreate(limitBytes, out _);
        container?.CountSocketBuffers();
        return new MemoryEnvironment(container, limitBytes);
    }

    public ProcessStartInfo Prepare(ProcessCommand command)
    {
        if (_container is not null)
        {
            return _container.Enter(command.Program, command.Arguments);
        }

        var start = new ProcessStartInfo(command.Program, command.Arguments) { UseShellExecute = false };
        if (_limitBytes is { } limit)
        {
            // Hexadecimal without a prefix: NativeAOT reads nothing else.
            start.Environment["DOTNET_GCHeapHardLimit"] = limit.ToString("X", CultureInfo.InvariantCulture);
        }

        return start;
    }

    public void Dispose() => _container?.Dispose();
}
