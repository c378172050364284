using Inventory.Memory.Cli.Credentials;
using Inventory.Memory.Cli.Values;
using Inventory.Memory.GoogleCloud;

namespace Inventory.Memory.Cli.Commands;

/// <summary>What <c>inventory collect</c> was asked to do, read and checked.</summary>
internal sealed class CollectSettings
{
    public required IReadOnlyList<string> Projects { get; init; }

    public ProjectSettings Finding { get; init; } = new();

    public SelectionSettings Selection { get; init; } = new();

    public required IReadOnlyList<string> Types { get; init; }

    public required IReadOnlyList<string> Locations { get; init; }

    public string? Endpoint { get; init; }

    public EmulatedEstate? Emulate { get; init; }

    public string? Output { get; init; }

    public bool Overwrite { get; init; }

    public string? SummaryFile { get; init; }

    public MemoryLimit? MemoryLimit { get; init; }

    public bool Governed { get; init; } = true;

    public GcPolicyName GcPolicy { get; init; }

    public int? PageSize { get; init; }

    public int LookAhead { get; init; }

    public string? Fields { get; init; }

    public bool ValidateItems { get; init; } = true;

    public GzipMode Gzip { get; init; }

    public string? CaFile { get; init; }

    public string? AccessTokenFile { get; init; }

    public CredentialSettings Credentials { get; init; } = new();

    /// <summary>Puts retries and pacing into the provider's options.</summary>
    public Action<GoogleCloudOptions> Reliability { get; init; } = static _ => { };

    public TimeSpan? Timeout { get; init; }

    public TimeSpan? Deadline { get; init; }

    public bool Redact { get; init; }

    public bool HideProgress { get; init; }

    public int Verbosity { get; init; }

    public required CompletenessSettings Completeness { get; init; }
}
