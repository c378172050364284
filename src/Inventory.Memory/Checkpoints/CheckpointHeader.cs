using System.Text.Json.Serialization;

namespace Inventory.Memory.Checkpoints;

/// <summary>The first line of a checkpoint: what it is, before anything of it is believed.</summary>
internal sealed class CheckpointHeader
{
    public const string OurFormat = "inventory-memory-checkpoint";
    public const int OurVersion = 1;

    [JsonRequired]
    public string Format { get; set; } = OurFormat;

    [JsonRequired]
    public int Version { get; set; } = OurVersion;

    /// <summary>Of the second line without its end.</summary>
    [JsonRequired]
    public string Sha256 { get; set; } = "";
}
