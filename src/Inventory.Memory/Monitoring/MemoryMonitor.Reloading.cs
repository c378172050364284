using Inventory.Memory.Diagnostics;
using Microsoft.Extensions.Options;

namespace Inventory.Memory.Monitoring;

public sealed partial class MemoryMonitor
{
    private IDisposable? _following;

    /// <summary>Takes over options whenever they change, until the monitor is disposed.</summary>
    internal void Follow(IOptionsMonitor<MemoryMonitorOptions> options) => _following = options.OnChange((changed, name) =>
    {
        if (string.IsNullOrEmpty(name))
            Apply(changed);
    });

    /// <summary>Takes over new options at once; wrong ones are logged and the old ones stay.</summary>
    internal void Apply(MemoryMonitorOptions options)
    {
        try
        {
            var taken = options.Snapshot();
            lock (_lock)
            {
                (_options, _gauges.Options) = (taken, taken);
                if (_samplers > 0 && !_disposed)
                    Arm();
            }

            _logger.OptionsChanged(nameof(MemoryMonitorOptions));
        }
        catch (ArgumentOutOfRangeException failure)
        {
            _logger.OptionsIgnored(failure, nameof(MemoryMonitorOptions));
        }
    }
}
