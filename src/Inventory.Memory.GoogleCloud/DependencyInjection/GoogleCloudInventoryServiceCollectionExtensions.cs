using Inventory.Memory.GoogleCloud;
using Inventory.Memory.GoogleCloud.Catalog;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the Google Cloud provider to an application's services.</summary>
public static class GoogleCloudInventoryServiceCollectionExtensions
{
    /// <summary>Adds <see cref="GoogleCloudInventory"/> as a singleton, with an <see cref="ITokenSource"/> and a <see cref="GoogleCatalog"/> if they are registered.</summary>
    /// <param name="services">The application's services.</param>
    public static IServiceCollection AddGoogleCloudInventory(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<GoogleCloudOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GoogleCloudOptions>, GoogleCloudOptionsValidator>());
        services.TryAddSingleton(provider => new GoogleCloudInventory(
            provider.GetRequiredService<IOptions<GoogleCloudOptions>>().Value,
            provider.GetService<ITokenSource>(),
            provider.GetService<ILoggerFactory>(),
            provider.GetService<GoogleCatalog>()));
        return services;
    }

    /// <summary>Adds <see cref="GoogleCloudInventory"/> with options set in code.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the options.</param>
    public static IServiceCollection AddGoogleCloudInventory(this IServiceCollection services, Action<GoogleCloudOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        services.AddGoogleCloudInventory().Configure(configure);
        return services;
    }

    /// <summary>Adds <see cref="GoogleCloudInventory"/> with options from configuration.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="section">A section whose keys are the properties of <see cref="GoogleCloudOptions"/>.</param>
    public static IServiceCollection AddGoogleCloudInventory(this IServiceCollection services, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        services.AddGoogleCloudInventory().Configure<GoogleCloudOptions>(section);
        return services;
    }
}
