using System.Text.Json.Serialization;

namespace Inventory.Memory.Checkpoints;

/// <summary>What a summary has counted, as far as it must be the whole run's after a resumption.</summary>
internal sealed class RunTallies
{
    /// <summary>Every count that handing out and taking back changes, as <see cref="CollectionSummary.CaptureTallies"/> has them.</summary>
    [JsonRequired]
    public List<long> Counts { get; set; } = [];

    /// <summary>The collections that the last of the counts belong to, in order.</summary>
    [JsonRequired]
    public List<TypeName> Types { get; set; } = [];

    [JsonRequired]
    public List<GapText> Incomplete { get; set; } = [];

    public GapText? FirstError { get; set; }

    public long Requests { get; set; }

    public long Retries { get; set; }

    public long Bytes { get; set; }

    public long ElapsedTicks { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    internal sealed class TypeName
    {
        [JsonRequired]
        public string Collection { get; set; } = "";

        [JsonRequired]
        public List<string> AssetTypes { get; set; } = [];
    }

    /// <summary>An entry of <see cref="CollectionSummary.Incomplete"/>, or the first error.</summary>
    internal sealed class GapText
    {
        public string? Project { get; set; }

        public string? Parent { get; set; }

        [JsonRequired]
        public string Collection { get; set; } = "";

        public string? AssetType { get; set; }

        public string? Location { get; set; }

        public ScopeState State { get; set; }

        [JsonRequired]
        public string Reason { get; set; } = "";

        public string? Message { get; set; }

        public int? HttpStatus { get; set; }

        public int Attempts { get; set; }
    }
}
