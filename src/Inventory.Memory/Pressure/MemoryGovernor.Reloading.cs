using Inventory.Memory.Diagnostics;
using Microsoft.Extensions.Options;

namespace Inventory.Memory.Pressure;

public sealed partial class MemoryGovernor
{
    /// <summary>Takes over options whenever they change. Both live as long as the container that made them.</summary>
    internal void Follow(IOptionsMonitor<MemoryGovernorOptions> options) => options.OnChange((changed, name) =>
    {
        if (string.IsNullOrEmpty(name))
            Apply(changed);
    });

    /// <summary>Takes over new options at once; wrong ones are logged and the old ones stay.</summary>
    internal void Apply(MemoryGovernorOptions options)
    {
        try
        {
            var taken = options.Snapshot();
            lock (_lock)
            {
                (_options, _tracker.Options, _ladder.Options) = (taken, taken, taken);
                _pages.Floor = taken.MinimumPageSize;
            }

            _logger.OptionsChanged(nameof(MemoryGovernorOptions));
        }
        catch (ArgumentOutOfRangeException failure)
        {
            _logger.OptionsIgnored(failure, nameof(MemoryGovernorOptions));
        }
    }
}
