using System.Globalization;
using System.Text.Json;
using Inventory.Memory.Cli.Credentials;
using Inventory.Memory.Cli.Output;
using Inventory.Memory.Cli.Values;
using Inventory.Memory.GoogleCloud;
using Inventory.Memory.Sources;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Inventory.Memory.Cli.Commands;

/// <summary>The provider as the options want it; what it refuses is a usage error.</summary>
internal static class GoogleCloudSetup
{
    /// <exception cref="CommandFailedException">Options exclude each other, one is missing, or the catalog file cannot be used.</exception>
    public static void ThrowIfContradictory(CollectSettings settings)
    {
        if (settings.Selection.CatalogFile is { } catalog && (settings.Emulate is not null || settings.Completeness.CheckpointFile is not null) && FileFacts.IsStream(catalog))
        {
            throw CommandFailedException.Usage($"--catalog '{catalog}' can be read only once, and {(settings.Emulate is not null ? "the emulator reads it" : "--checkpoint has to recognise it")}, too. Give the path of a file.");
        }

        // What is wrong with it is said before an emulator starts, which reads it, too.
        _ = settings.Selection.Catalog;
        if (settings.Redact && !settings.ValidateItems)
        {
            throw CommandFailedException.Usage("--redact and --validate off exclude each other: what is not valid JSON cannot be read for what has to be masked. Leave out --validate off.");
        }

        if (settings.Emulate is not null && settings.Endpoint is not null)
        {
            throw CommandFailedException.Usage($"--emulate and --endpoint '{settings.Endpoint}' exclude each other. Leave one of them out.");
        }

        if (settings.Emulate is { Projects: null } && settings.Finding.FindAny)
        {
            throw CommandFailedException.Usage("--emulate answers for any project and has none to be found. Give it an organization of N projects with --emulate-projects N, or leave out --organization, --folder and --all-projects.");
        }

        ThrowIfIgnored(settings);
        if (settings.AccessTokenFile is not null && settings.Credentials.AskedBy is { } option)
        {
            throw CommandFailedException.Usage($"--access-token-file and {option} exclude each other. Leave one of them out.");
        }

        if (settings.Finding is { CheckEnabled: true, Source: InventorySource.AssetInventory })
        {
            throw CommandFailedException.Usage("--check-enabled and --source asset-inventory exclude each other: Cloud Asset Inventory does not ask the APIs. Leave one of them out.");
        }

        if (settings.Completeness.RetryIncomplete is not null && (settings.Finding.FindAny || settings.Finding.Source == InventorySource.AssetInventory))
        {
            throw CommandFailedException.Usage("--retry-incomplete names the scopes itself: leave out --organization, --folder, --all-projects and --source asset-inventory; -p narrows them down.");
        }

        if (settings.Projects.Count == 0 && !settings.Finding.FindAny && settings.Completeness.RetryIncomplete is null)
        {
            throw CommandFailedException.Usage("No project is named. Give at least one with -p ID, find them with --organization, --folder or --all-projects, or use --emulate to try the tool without a cloud.");
        }
    }

    /// <summary>What narrows a run down must not be passed over: the run would look like the one that was asked for.</summary>
    private static void ThrowIfIgnored(CollectSettings settings)
    {
        var finding = settings.Finding;
        if (finding.Emulated is { } projects && settings.Emulate is null)
        {
            throw CommandFailedException.Usage(string.Create(CultureInfo.InvariantCulture, $"--emulate-projects {projects} is nothing without --emulate: the real APIs would be asked. Add --emulate, or leave it out."));
        }

        var ofFound = finding.Labels.Count > 0 ? $"--project-label {finding.Labels[0]}" : finding.States.Count > 0 ? $"--project-state {finding.States[0]}" : null;
        if (ofFound is not null && !finding.FindAny)
        {
            throw CommandFailedException.Usage($"{ofFound} narrows down projects that are found, and none are. Find them with --organization, --folder or --all-projects (with --emulate: --emulate-projects N), or leave it out.");
        }

        if (finding.CheckEnabled && settings.Completeness.RetryIncomplete is not null)
        {
            throw CommandFailedException.Usage("--check-enabled and --retry-incomplete exclude each other: the manifest says which lists are asked. Leave one of them out.");
        }
    }

    /// <exception cref="CommandFailedException">An option cannot be used.</exception>
    public static async ValueTask<GoogleCloudConnection> OpenAsync(
        CollectSettings settings, string? endpoint, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var options = new GoogleCloudOptions
        {
            Endpoint = endpoint ?? GoogleCloudOptions.DefaultEndpoint,
            Gzip = settings.Gzip,
            ValidateItems = settings.ValidateItems,
            CaFile = settings.CaFile,
            AccessTokenFile = settings.AccessTokenFile,
            SignInAdvice = SignIn.Advice,
            QuotaProject = settings.Credentials.QuotaProject,
            UniverseDomain = settings.Credentials.UniverseDomain ?? GoogleCloudOptions.DefaultUniverseDomain,
        };
        settings.Reliability(options);
        if (settings.Timeout is { } timeout)
        {
            options.HeadersTimeout = options.BodyIdleTimeout = timeout;
            options.ConnectTimeout = timeout < options.ConnectTimeout ? timeout : options.ConnectTimeout;
        }

        try
        {
            var tokens = await SignIn.OpenAsync(settings.Credentials, options, loggers, cancellationToken).ConfigureAwait(false);
            return new GoogleCloudConnection(new GoogleCloudInventory(options, tokens, loggers, settings.Selection.Catalog), tokens);
        }
        catch (OptionsValidationException failure)
        {
            throw CommandFailedException.Usage(string.Join(' ', failure.Failures.Select(ToOption)), failure);
        }
    }

    /// <exception cref="CommandFailedException">The selection cannot be used.</exception>
    public static IAsyncEnumerable<ResourceSource> Select(CollectSettings settings, GoogleCloudInventory inventory, CancellationToken cancellationToken)
    {
        try
        {
            var selection = new GoogleCloudSelection { Projects = settings.Projects, Types = settings.Types, Locations = settings.Locations, Fields = settings.Fields };
            settings.Selection.ApplyTo(selection);
            if (settings.Completeness.RetryIncomplete is { } manifest)
            {
                return inventory.GetIncompleteSourcesAsync(ManifestInput.ReadAsync(manifest, cancellationToken), selection, cancellationToken);
            }

            settings.Finding.ApplyTo(selection);
            return settings.Finding.Source == InventorySource.AssetInventory
                ? inventory.GetAssetInventorySourcesAsync(selection, cancellationToken)
                : inventory.GetSourcesAsync(selection, cancellationToken);
        }
        catch (ArgumentException failure)
        {
            throw CommandFailedException.Usage(failure.Message, failure);
        }
    }

    /// <summary>The provider names its property, the user knows the option: <c>CaFile</c> is <c>--ca-file</c>.</summary>
    private static string ToOption(string problem)
    {
        var end = problem.IndexOf(' ', StringComparison.Ordinal);
        return end < 0 ? problem : $"--{JsonNamingPolicy.KebabCaseLower.ConvertName(problem[..end])}{problem[end..]}";
    }
}
