using System.Runtime.InteropServices;
using Inventory.Memory.Diagnostics;
using Inventory.Memory.Monitoring;
using Microsoft.Extensions.Logging;

namespace Inventory.Memory.Pressure;

/// <summary>What one look at memory has to say: found under the governor's lock, logged outside it.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct GovernorNotices
{
    public PressureLevel LevelBefore { get; set; }

    public PressureLevel Level { get; set; }

    public TimeSpan? TimeToLimit { get; set; }

    public bool HasDetail { get; set; }

    public bool Rises { get; set; }

    /// <summary>The container's limit before it changed; null when it did not.</summary>
    public long? LimitBefore { get; set; }

    public readonly void Log(ILogger logger, in MemorySample sample)
    {
        if (Level != LevelBefore)
            logger.MemoryLevel(LevelBefore, Level, sample.Pressing, TimeToLimit);
        if (HasDetail)
            logger.MemoryDetail(sample);
        if (Rises)
            logger.MemoryRises(sample.RssBytes);
    }
}
