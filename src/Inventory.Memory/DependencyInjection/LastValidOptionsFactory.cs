using System.Collections.Concurrent;
using Inventory.Memory.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Inventory.Memory.DependencyInjection;

/// <summary>
/// Makes options as usual, so that wrong ones are refused at the start. Later ones that are wrong are logged and the last
/// valid ones stay: a typing error in a file that is reloaded must not end a service that runs (a plain factory would
/// throw into whoever reloads, and into every reader of the options from then on).
/// </summary>
internal sealed class LastValidOptionsFactory<TOptions>(
    IEnumerable<IConfigureOptions<TOptions>> setups,
    IEnumerable<IPostConfigureOptions<TOptions>> postConfigures,
    IEnumerable<IValidateOptions<TOptions>> validations,
    ILogger<LastValidOptionsFactory<TOptions>>? logger = null) : IOptionsFactory<TOptions>
    where TOptions : class, new()
{
    private readonly OptionsFactory<TOptions> _factory = new(setups, postConfigures, validations);
    private readonly ILogger _logger = logger ?? (ILogger)NullLogger.Instance;

    /// <summary>One per name in use: as many as the application has names for these options.</summary>
    private readonly ConcurrentDictionary<string, TOptions> _lastValid = new(StringComparer.Ordinal);

    public TOptions Create(string name)
    {
        try
        {
            return _lastValid[name] = _factory.Create(name);
        }
        catch (Exception failure) when (_lastValid.ContainsKey(name))
        {
            _logger.OptionsIgnored(failure, typeof(TOptions).Name);
            return _lastValid[name];
        }
    }
}
