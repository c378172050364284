using System.Buffers;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Emulator.Http;

namespace Inventory.Memory.GoogleCloud.Emulator.Estates;

/// <summary>The generated children of one resource, or of a node.</summary>
internal sealed class GeneratedChildList(GeneratedChildren children, ListCall call, long count)
    : ResourceList([ScopeOf(call)], [0, count])
{
    private readonly BakedTemplate?[] _baked = new BakedTemplate?[children.Templates.Length];

    /// <inheritdoc/>
    public override void CopyTo(long index, int scope, IBufferWriter<byte> output)
    {
        var chance = Mixer.Mix(children.Chance(call.Parent) + (ulong)index);
        var variant = (int)(chance % (ulong)_baked.Length);
        var baked = _baked[variant] ??= children.Templates[variant].Bake(call.Project, Scopes[0], children.Locations, call.Parent);
        baked.CopyTo(output.GetSpan(baked.Length), index, chance >> 4, chance);
        output.Advance(baked.Length);
    }

    /// <summary>Where the parent's name says that it is.</summary>
    private static ScopeName ScopeOf(ListCall call)
    {
        var parts = call.Parent.Split('/');
        var at = Array.FindIndex(parts, part => part is "locations" or "regions");
        return at >= 0 && at + 1 < parts.Length ? new ScopeName(ScopeKind.Location, parts[at + 1]) : new ScopeName(ScopeKind.Global, "");
    }
}
