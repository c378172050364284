using System.CommandLine;
using Inventory.Memory.Cli.Credentials;
using Inventory.Memory.Cli.Values;

namespace Inventory.Memory.Cli.Commands;

/// <summary>The options that say how to sign in.</summary>
internal static class CredentialOptions
{
    private static readonly Option<string?> s_file = new("--credentials")
    {
        HelpName = "FILE",
        Description = "A credentials file: a service account key, an authorized user, workload identity federation, impersonation. Default: application default credentials.",
    };

    private static readonly Option<string?> s_impersonate = new("--impersonate-service-account")
    {
        HelpName = "EMAIL[,...]",
        Description = "Act as this service account; several with commas are a chain of delegates, the last one the account.",
    };

    private static readonly Option<string[]> s_scopes = new("--scope")
    {
        HelpName = "URL",
        Description = "OAuth scopes of the tokens. Default: https://www.googleapis.com/auth/cloud-platform.",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string?> s_quotaProject = new("--quota-project")
    {
        HelpName = "ID",
        Description = "The project whose quota calls use. Else GOOGLE_CLOUD_QUOTA_PROJECT, else what the credentials file says.",
    };

    private static readonly Option<string?> s_universe = new("--universe-domain")
    {
        HelpName = "DOMAIN",
        Description = "The domain of a sovereign cloud. Else GOOGLE_CLOUD_UNIVERSE_DOMAIN, else that of the credentials, else googleapis.com.",
    };

    public static IEnumerable<Option> All => [s_file, s_impersonate, s_scopes, s_quotaProject, s_universe];

    public static CredentialSettings Read(ParseResult parsed)
    {
        var accounts = parsed.GetValue(s_impersonate)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        return new CredentialSettings
        {
            File = parsed.GetValue(s_file),
            Impersonate = accounts.LastOrDefault(),
            Delegates = [.. accounts.SkipLast(1)],
            Scopes = ListText.Split(parsed.GetValue(s_scopes)),
            QuotaProject = parsed.GetValue(s_quotaProject) ?? Variable("GOOGLE_CLOUD_QUOTA_PROJECT"),
            UniverseDomain = parsed.GetValue(s_universe) ?? Variable("GOOGLE_CLOUD_UNIVERSE_DOMAIN"),
        };
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
