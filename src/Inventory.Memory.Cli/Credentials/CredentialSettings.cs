namespace Inventory.Memory.Cli.Credentials;

/// <summary>What the command line says of credentials.</summary>
internal sealed class CredentialSettings
{
    public string? File { get; init; }

    public string? Impersonate { get; init; }

    public IReadOnlyList<string> Delegates { get; init; } = [];

    public IReadOnlyList<string> Scopes { get; init; } = [];

    public string? QuotaProject { get; init; }

    public string? UniverseDomain { get; init; }

    /// <summary>The option by which credentials are asked for; null: whatever the environment has will do.</summary>
    public string? AskedBy => File is not null ? "--credentials" : Impersonate is not null ? "--impersonate-service-account" : Scopes.Count > 0 ? "--scope" : null;
}
