using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Inventory.Memory;
using Inventory.Memory.DependencyInjection;
using Inventory.Memory.Gc;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the collector, the memory monitor and the governor to a service collection.</summary>
public static class InventoryMemoryServiceCollectionExtensions
{
    /// <summary>Adds <see cref="ISequentialCollector"/>, <see cref="MemoryGovernor"/> and <see cref="MemoryMonitor"/> as singletons.</summary>
    /// <remarks>
    /// Options are checked when the host starts. Monitor, governor and collector follow theirs while they run; a new value that is
    /// wrong is logged, and the last valid one stays.
    /// </remarks>
    /// <param name="services">Services that are there already are kept.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddInventoryMemory(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddReloadedOptions<SequentialCollectorOptions, SequentialCollectorOptionsValidator>();
        services.AddReloadedOptions<MemoryMonitorOptions, MemoryMonitorOptionsValidator>();
        services.AddReloadedOptions<MemoryGovernorOptions, MemoryGovernorOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<GcPolicy>(_ => GcPolicy.Default);
        services.TryAddSingleton(CreateMonitor);
        services.TryAddSingleton(CreateGovernor);
        services.TryAddSingleton<ISequentialCollector>(CreateCollector);
        return services;
    }

    /// <summary>Options that are checked on start, and again whenever they are reloaded.</summary>
    private static void AddReloadedOptions<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TValidator>(this IServiceCollection services)
        where TOptions : class, new()
        where TValidator : class, IValidateOptions<TOptions>
    {
        services.AddOptions<TOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, TValidator>());
        services.TryAddSingleton<IOptionsFactory<TOptions>>(static provider => new LastValidOptionsFactory<TOptions>(
            provider.GetServices<IConfigureOptions<TOptions>>(),
            provider.GetServices<IPostConfigureOptions<TOptions>>(),
            provider.GetServices<IValidateOptions<TOptions>>(),
            provider.GetService<ILogger<LastValidOptionsFactory<TOptions>>>()));
    }

    private static SequentialCollector CreateCollector(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptionsMonitor<SequentialCollectorOptions>>();
        var collector = new SequentialCollector(
            options.CurrentValue,
            provider.GetRequiredService<MemoryGovernor>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<SequentialCollector>>(),
            provider.GetService<IMeterFactory>());
        collector.Follow(options);
        return collector;
    }

    private static MemoryMonitor CreateMonitor(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptionsMonitor<MemoryMonitorOptions>>();
        var monitor = new MemoryMonitor(
            options.CurrentValue,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<MemoryMonitor>>(),
            provider.GetService<IMeterFactory>());
        monitor.Follow(options);
        return monitor;
    }

    private static MemoryGovernor CreateGovernor(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptionsMonitor<MemoryGovernorOptions>>();
        var governor = new MemoryGovernor(
            provider.GetRequiredService<MemoryMonitor>(),
            provider.GetRequiredService<GcPolicy>(),
            options.CurrentValue,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<MemoryGovernor>>());
        governor.Follow(options);
        return governor;
    }

    /// <summary>As <see cref="AddInventoryMemory(IServiceCollection)"/>, with options set in code.</summary>
    /// <param name="services">Services that are there already are kept.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddInventoryMemory(this IServiceCollection services, Action<InventoryMemoryOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        services.AddInventoryMemory();
        services.Configure<SequentialCollectorOptions>(options => configure(new InventoryMemoryOptions { Collector = options }));
        services.Configure<MemoryMonitorOptions>(options => configure(new InventoryMemoryOptions { Monitor = options }));
        services.Configure<MemoryGovernorOptions>(options => configure(new InventoryMemoryOptions { Governor = options }));
        return services;
    }

    /// <summary>As <see cref="AddInventoryMemory(IServiceCollection)"/>, with options from configuration.</summary>
    /// <param name="services">Services that are there already are kept.</param>
    /// <param name="section">Has the sections <c>Collector</c>, <c>Monitor</c> and <c>Governor</c>; each may be missing.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddInventoryMemory(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        services.AddInventoryMemory();
        services.AddOptions<SequentialCollectorOptions>().Bind(section.GetSection(nameof(InventoryMemoryOptions.Collector)));
        services.AddOptions<MemoryMonitorOptions>().Bind(section.GetSection(nameof(InventoryMemoryOptions.Monitor)));
        services.AddOptions<MemoryGovernorOptions>().Bind(section.GetSection(nameof(InventoryMemoryOptions.Governor)));
        return services;
    }
}
