using System.Globalization;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Emulator.Http;

namespace Inventory.Memory.GoogleCloud.Emulator.Estates;

/// <summary>The children of generated resources, and what folders and organisations have: which parents there are, and what is below each, follows from names alone.</summary>
internal sealed class GeneratedChildren(CatalogEntry entry, ulong seed, long? count, TemplateSet templates, Locations locations)
{
    private const int NumberDigits = 9;

    /// <summary>Unless said otherwise: none for one parent of four, three for another.</summary>
    private const int MostPerParent = 3;

    public ItemTemplate[] Templates => templates.For(entry, entry.Parent is null ? ScopeKind.Organization : ScopeKind.Parent);

    public Locations Locations => locations;

    /// <summary>How many there are below a parent.</summary>
    public long Count(string parent) =>
        entry.IsSingle ? 1
        : Templates[0].IsText && entry.Service.Service == "pubsub" ? 1
        : count ?? (long)(Chance(parent) % (MostPerParent + 1));

    public ulong Chance(string parent) => Mixer.Mix(seed ^ Mixer.Hash($"{entry.FullName} {parent}"));

    public ResourceList Open(ListCall call) => new GeneratedChildList(this, call, Count(call.Parent));

    /// <summary>The parent's number, which every generated name ends in; null where it does not.</summary>
    public static long? NumberOf(string name) =>
        name.Length >= NumberDigits && long.TryParse(name.AsSpan(name.Length - NumberDigits), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
