namespace Inventory.Memory.MemoryBenchmark.Parts;

/// <summary>The tool with one setting changed.</summary>
internal sealed record SettingRow(string Flavour, string Setting, string Note = "")
{
    public double PeakBytes { get; init; }

    public double Seconds { get; init; }

    public double Gen0 { get; init; }

    /// <summary>Resources of the largest estate, and the peak that it takes: some settings tell only in a run that lasts.</summary>
    public long LargestEstate { get; init; }

    public double LargestPeakBytes { get; init; }
}
