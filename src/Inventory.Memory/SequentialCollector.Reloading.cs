using Inventory.Memory.Diagnostics;
using Microsoft.Extensions.Options;

namespace Inventory.Memory;

public sealed partial class SequentialCollector
{
    /// <summary>Takes over options whenever they change. Both live as long as the container that made them.</summary>
    internal void Follow(IOptionsMonitor<SequentialCollectorOptions> options) => options.OnChange((changed, name) =>
    {
        if (string.IsNullOrEmpty(name))
            Apply(changed);
    });

    /// <summary>Takes over new options for the runs to come; wrong ones are logged and the old ones stay.</summary>
    internal void Apply(SequentialCollectorOptions options)
    {
        try
        {
            _options = Snapshot(options);
            _logger.OptionsChanged(nameof(SequentialCollectorOptions));
        }
        catch (ArgumentOutOfRangeException failure)
        {
            _logger.OptionsIgnored(failure, nameof(SequentialCollectorOptions));
        }
    }
}
