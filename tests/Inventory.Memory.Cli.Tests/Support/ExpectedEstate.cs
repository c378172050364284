using System.Text.Json.Nodes;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Emulator;
using Inventory.Memory.GoogleCloud.Emulator.Estates;
using Inventory.Memory.GoogleCloud.Emulator.Http;

namespace Inventory.Memory.Cli.Tests.Support;

/// <summary>What an emulated estate has of each collection, asked of the estate itself and not through the lists that the tool reads.</summary>
/// <param name="projects">Projects, of which each has the same number of resources in each collection.</param>
/// <param name="resources">How many; of children the estate says it for each parent.</param>
internal sealed class ExpectedEstate(int projects, long resources) : IDisposable
{
    private readonly GeneratedEstate _estate = new(GoogleCatalog.Default, 1, EstateSpread.Natural, resources, new Dictionary<CatalogEntry, long>());

    public void Dispose() => _estate.Dispose();

    /// <summary>The organisation, and a folder for every ten projects.</summary>
    private readonly int _nodes = 1 + (projects / 10);

    /// <summary>Every collection that is collected by default and not derived, with what a complete run has of it.</summary>
    /// <param name="records">What the run wrote: who the parents are, and what stands inside them.</param>
    public Dictionary<string, long> Count(IReadOnlyList<JsonNode> records)
    {
        var byType = records.Where(record => record["error"] is null).ToLookup(record => record.Text("assetType"));
        Dictionary<string, long> expected = [];
        foreach (var entry in GoogleCatalog.Default.Collections.Where(entry => !entry.Reference && entry.DerivedFrom.Count == 0))
        {
            expected[entry.FullName] = entry.Parent is null
                ? (entry.IsOfNodes ? _nodes : projects) * (entry.IsSingle ? 1 : resources)
                : ParentsOf(entry, byType).Sum(parent => CountBelow(entry, parent));
        }

        return expected;
    }

    /// <summary>The parents that have such children, and so the scopes that a complete run has of them.</summary>
    public static IEnumerable<JsonNode> ParentsOf(CatalogEntry entry, ILookup<string, JsonNode> byType) =>
        GoogleCatalog.Default.Find(entry.Parent!)!.AssetTypes
            .SelectMany(type => byType[type])
            .Where(parent => entry.When?.Split('=') is not [var property, var value] || parent["resource"]!["data"]!.Text(property) == value);

    private long CountBelow(CatalogEntry entry, JsonNode parent)
    {
        if (entry.Within is { } property)
        {
            return parent["resource"]!["data"]![property]!.AsArray().Count;
        }

        // The name without host and project: //host/projects/p/locations/l/keyRings/k, //storage.googleapis.com/b, //appengine.googleapis.com/apps/p
        var name = parent.Text("name")[2..].Split('/')[1..];
        var call = new ListCall
        {
            Entry = entry,
            Kind = ScopeKind.Parent,
            ParentEntry = GoogleCatalog.Default.Find(entry.Parent!),
            Project = EmulatedOrganization.ProjectId(0),
            Location = "",
            Parent = string.Join('/', name[0] == "projects" ? name[2..] : name),
            Id = "",
            Path = "",
        };
        Assert.Null(_estate.TryOpen(call, out var list));
        return list!.Count;
    }
}
