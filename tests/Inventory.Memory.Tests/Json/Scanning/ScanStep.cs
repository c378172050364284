using Inventory.Memory.Json.Scanning;

namespace Inventory.Memory.Tests.Json.Scanning;

/// <summary>Goes on with a scan, with registers of one width.</summary>
internal delegate ScanOutcome ScanStep(ref ItemScanner scanner, ReadOnlySpan<byte> item);
