using Inventory.Memory.Pressure;

namespace Inventory.Memory.Collecting;

/// <summary>
/// Keeps the present source's cache registered with the governor: one at a time, because they would add up over a run
/// whose every source has its own.
/// </summary>
internal sealed class SourceTrimming(MemoryGovernor governor) : IDisposable
{
    private ITrimmable? _trimmable;
    private IDisposable? _registration;

    public void Set(ITrimmable? trimmable)
    {
        if (ReferenceEquals(trimmable, _trimmable))
        {
            return;
        }

        _registration?.Dispose();
        _registration = trimmable is null ? null : governor.Register(trimmable);
        _trimmable = trimmable;
    }

    public void Dispose() => Set(null);
}
