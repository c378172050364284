using System.Runtime.InteropServices;

namespace Inventory.Memory.Collecting;

/// <summary>What a cursor has sent, read and waited for, since it was last asked.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CursorTransfer(long Requests, long Retries, TimeSpan Waited, long Bytes);
