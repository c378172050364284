namespace Inventory.Memory.MemoryBenchmark.Parts;

/// <summary>The tool with one setting changed.</summary>
internal sealed record SettingRow(string Flavour, string Setting, double PeakBytes, double Seconds, double Gen0, string Note = "");
