using System.Buffers;

namespace Inventory.Memory.GoogleCloud.Emulator.Estates;

/// <summary>Generated resources of one collection, all scopes or one of them.</summary>
internal sealed class GeneratedList(
    GeneratedCollection collection, string project, IReadOnlyList<ScopeName> scopes, long[] starts, long offset)
    : ResourceList(scopes, starts)
{
    private BakedTemplate?[] _baked = [];
    private int _bakedScope = -1;

    /// <inheritdoc/>
    public override void CopyTo(long index, int scope, IBufferWriter<byte> output)
    {
        // A resource is the same whether a scope or the whole project is listed.
        var number = offset + index;
        var templates = collection.Templates(Scopes[scope].Kind);
        if (_bakedScope != scope)
        {
            _baked = new BakedTemplate?[templates.Length];
            _bakedScope = scope;
        }

        var chance = collection.Chance(number);
        var variant = (int)(chance % (ulong)templates.Length);
        var baked = _baked[variant] ??= templates[variant].Bake(project, Scopes[scope], collection.Locations);
        baked.CopyTo(output.GetSpan(baked.Length), number, collection.Identity(number), chance);
        output.Advance(baked.Length);
    }
}
