using System.Runtime.InteropServices;

namespace Inventory.Memory.GoogleCloud.Emulator.Estates;

/// <summary>Where a recorded resource stands: all that is kept of it in memory.</summary>
/// <param name="File">The file's number.</param>
/// <param name="Length">Bytes of the line, without its end.</param>
/// <param name="Offset">The line's first byte.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RecordedItem(int File, int Length, long Offset);
