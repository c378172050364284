using System.Buffers;

namespace Inventory.Memory.GoogleCloud.Emulator.Estates;

/// <summary>The resources that one list call pages through: numbered, in the order of their scopes.</summary>
/// <remarks>One per request; not safe for several threads.</remarks>
internal abstract class ResourceList(IReadOnlyList<ScopeName> scopes, long[] starts)
{
    public IReadOnlyList<ScopeName> Scopes => scopes;

    public long Count => starts[^1];

    public long Start(int scope) => starts[scope];

    public long End(int scope) => starts[scope + 1];

    /// <summary>Writes a resource as compact JSON.</summary>
    public abstract void CopyTo(long index, int scope, IBufferWriter<byte> output);
}
