using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Inventory.Memory.GoogleCloud.Emulator.Estates;

/// <summary>Recorded resources of one collection and project, read from their files as they are sent.</summary>
internal sealed class RecordedList(
    SafeFileHandle[] files, IReadOnlyList<ScopeName> scopes, IReadOnlyList<RecordedItem>[] items)
    : ResourceList(scopes, Starts(items))
{
    /// <inheritdoc/>
    public override void CopyTo(long index, int scope, IBufferWriter<byte> output)
    {
        var item = items[scope][(int)(index - Start(scope))];
        var span = output.GetSpan(item.Length)[..item.Length];
        for (var read = 0; read < span.Length;)
        {
            var count = RandomAccess.Read(files[item.File], span[read..], item.Offset + read);
            read += count > 0 ? count : throw new EndOfStreamException("A recorded file has become shorter.");
        }

        output.Advance(item.Length);
    }

    private static long[] Starts(IReadOnlyList<RecordedItem>[] items)
    {
        var starts = new long[items.Length + 1];
        for (var i = 0; i < items.Length; i++)
        {
            starts[i + 1] = starts[i] + items[i].Count;
        }

        return starts;
    }
}
