using System.Globalization;
using System.Security.Cryptography;

namespace Inventory.Memory.Cli.Commands;

/// <summary>
/// What decides which records a run writes, for its checkpoint to recognise. Not how: memory, time-outs, page size and
/// credentials may change from one attempt to the next.
/// </summary>
internal static class RunIdentity
{
    public static Dictionary<string, string> Of(CollectSettings settings)
    {
        var identity = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["--project"] = string.Join(',', settings.Projects),
            ["--type"] = string.Join(',', settings.Types),
            ["--location"] = string.Join(',', settings.Locations),
            ["--redact"] = settings.Redact ? "on" : "off",
        };
        Add("--include", Join(settings.Selection.Included));
        Add("--exclude", Join(settings.Selection.Excluded));
        Add("--no-children", settings.Selection.Children ? null : "on");
        Add("--label", Join(settings.Selection.Labels));
        Add("--filter", settings.Selection.Filter);
        Add("--catalog", settings.Selection.CatalogFile is { } catalog ? Hash(catalog) : null);
        Add("--organization", Join(settings.Finding.Organizations));
        Add("--folder", Join(settings.Finding.Folders));
        Add("--all-projects", settings.Finding.All ? "on" : null);
        Add("--project-label", Join(settings.Finding.Labels));
        Add("--project-state", Join(settings.Finding.States));
        Add("--source", settings.Finding.FindAny || settings.Finding.Source != default ? settings.Finding.Source.ToString() : null);
        Add("--universe-domain", settings.Credentials.UniverseDomain);
        Add("--fields", settings.Fields);
        Add("--endpoint", settings.Endpoint);
        Add("--emulate", settings.Emulate?.ToString());
        Add("--emulate-projects", settings.Emulate?.Projects?.ToString(CultureInfo.InvariantCulture));
        Add("--retry-incomplete", settings.Completeness.RetryIncomplete is { } manifest ? Hash(manifest) : null);
        Add("--manifest", settings.Completeness.ManifestFile is null ? null : "on");
        return identity;

        static string? Join(IReadOnlyList<string> values) => values.Count == 0 ? null : string.Join(',', values);

        static string Hash(string file)
        {
            using var stream = File.OpenRead(file);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }

        void Add(string option, string? value)
        {
            if (value is not null)
            {
                identity.Add(option, value);
            }
        }
    }
}
