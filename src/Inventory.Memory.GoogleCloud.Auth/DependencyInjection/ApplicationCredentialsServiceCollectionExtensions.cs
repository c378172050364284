using Inventory.Memory.GoogleCloud;
using Inventory.Memory.GoogleCloud.Auth;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds application default credentials to an application's services.</summary>
public static class ApplicationCredentialsServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="ApplicationCredentials"/> as the <see cref="ITokenSource"/> of the Google Cloud provider; the quota
    /// project of its file is used where <see cref="GoogleCloudOptions.QuotaProject"/> is not set.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Says which credentials; null: application default credentials.</param>
    public static IServiceCollection AddGoogleApplicationCredentials(
        this IServiceCollection services, Action<ApplicationCredentialsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = new ApplicationCredentialsOptions();
        configure?.Invoke(options);
        services.TryAddSingleton(provider => new ApplicationCredentials(options, provider.GetService<ILogger<ApplicationCredentials>>()));
        services.TryAddSingleton<ITokenSource>(provider => provider.GetRequiredService<ApplicationCredentials>());
        services.AddOptions<GoogleCloudOptions>()
            .PostConfigure<ApplicationCredentials>((google, credentials) => google.QuotaProject ??= credentials.QuotaProject);
        return services;
    }
}
