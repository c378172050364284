using Inventory.Memory.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Inventory.Memory.Monitoring;

/// <summary>What a probe has to say: found under the monitor's lock, logged outside it.</summary>
/// <param name="Source">The probe; null for the default value, which says nothing.</param>
/// <param name="Failures">How many there were before it recovered; 0 for a first failure.</param>
/// <param name="Failure">What was thrown, if anything was.</param>
internal readonly record struct ProbeNotice(string? Source, int Failures, Exception? Failure)
{
    public void Log(ILogger logger)
    {
        if (Failures > 0)
            logger.MemorySourceRecovered(Source!, Failures);
        else
            logger.MemorySourceFailed(Failure, Source!, MemoryProbe.FirstBackOff);
    }
}
