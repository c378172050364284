using System.Globalization;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Inventory.Memory.HealthChecks;

/// <summary>The governor's level as a health status, with the gauge that presses. Thread-safe.</summary>
internal sealed class MemoryHealthCheck(MemoryGovernor governor) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var level = governor.Observe(out var sample);
        return Task.FromResult(new HealthCheckResult(StatusOf(level), Describe(level, sample), exception: null, Data(level, sample)));
    }

    private static HealthStatus StatusOf(PressureLevel level) => level switch
    {
        PressureLevel.Normal => HealthStatus.Healthy,
        PressureLevel.Exhausted => HealthStatus.Unhealthy,
        _ => HealthStatus.Degraded,
    };

    private static string Describe(PressureLevel level, in MemorySample sample)
    {
        var gauge = sample.Pressing;
        return gauge.Name is null
            ? string.Create(CultureInfo.InvariantCulture, $"Memory is {Name(level)}: {Mb(sample.RssBytes)} resident, and no limit is known.")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Memory is {Name(level)}: {Mb(gauge.UsageBytes)} of {Mb(gauge.LimitBytes)} ({gauge.Ratio * 100:F0} %, {gauge.Name}: {gauge.LimitSource}).");
    }

    private static Dictionary<string, object> Data(PressureLevel level, in MemorySample sample) => new(StringComparer.Ordinal)
    {
        ["level"] = Name(level),
        ["gauge"] = sample.Pressing.Name ?? "none",
        ["usageBytes"] = sample.Pressing.UsageBytes,
        ["limitBytes"] = sample.Pressing.LimitBytes,
        ["rssBytes"] = sample.RssBytes,
    };

    private static string Name(PressureLevel level) => level switch
    {
        PressureLevel.Normal => "normal",
        PressureLevel.Elevated => "elevated",
        PressureLevel.Critical => "critical",
        _ => "exhausted",
    };

    /// <summary>MiB, as in the memory summary.</summary>
    private static string Mb(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024):F1}MiB");
}
