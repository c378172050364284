using Inventory.Memory.HealthChecks;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the health check of the memory that an inventory takes.</summary>
public static class InventoryMemoryHealthChecksBuilderExtensions
{
    /// <summary>The name of the check unless another is given.</summary>
    public const string DefaultName = "inventory_memory";

    /// <summary>
    /// Adds a check by the level of the memory governor: normal is healthy; elevated and critical are degraded (the
    /// governor is at work, runs get slower); exhausted is unhealthy (runs stop). Each check takes one sample, of about
    /// 5 us, and does nothing about memory. Adds what <c>AddInventoryMemory</c> of the services adds if it is missing.
    /// </summary>
    /// <param name="builder">The health checks of the application.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="tags">Tags to select checks by.</param>
    /// <returns>The same builder.</returns>
    public static IHealthChecksBuilder AddInventoryMemory(
        this IHealthChecksBuilder builder, string name = DefaultName, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        builder.Services.AddInventoryMemory();
        builder.Services.TryAddSingleton<MemoryHealthCheck>();
        return builder.Add(new HealthCheckRegistration(
            name, static provider => provider.GetRequiredService<MemoryHealthCheck>(), failureStatus: null, tags));
    }
}
