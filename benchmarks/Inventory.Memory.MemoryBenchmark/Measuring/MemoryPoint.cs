using System.Runtime.InteropServices;

namespace Inventory.Memory.MemoryBenchmark.Measuring;

[StructLayout(LayoutKind.Auto)]
internal readonly record struct MemoryPoint(double Seconds, long RssBytes, long ChargedBytes);
