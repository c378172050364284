using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Tests.Support;
using Inventory.Memory.Tests.Shared;

namespace Inventory.Memory.GoogleCloud.Tests.Catalog;

/// <summary>The catalog against Google's own list of methods.</summary>
public sealed class GoogleCatalogTests
{
    /// <summary>Methods that list no resources of a project, and why.</summary>
    private static readonly Dictionary<string, string> s_excluded = new(StringComparer.Ordinal)
    {
        ["firewallPolicies.list"] = "lists below a folder or an organisation, not a project: such policies come from Cloud Asset Inventory",
        ["globalOrganizationOperations.list"] = "lists operations on those policies, reference data of an organisation and of no project",
    };

    private static readonly string[] s_newer = ["futureReservations", "instantSnapshots", "storagePools"];

    [Fact]
    public void Collections_ComputeListMethods_AreInExactlyOneEntry()
    {
        var listed = Entries().SelectMany(entry => entry.Methods.Values).GroupBy(method => method, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        foreach (var method in ComputeMethods().Where(method => method.IsList))
        {
            Assert.True(
                s_excluded.ContainsKey(method.Id) ? !listed.ContainsKey(method.Id) : listed.GetValueOrDefault(method.Id) == 1,
                $"{method.Id} is in {listed.GetValueOrDefault(method.Id)} entries");
        }
    }

    [Fact]
    public void Collections_MethodsOfTheCatalog_HaveGooglesPathsAndParameters()
    {
        var known = ComputeMethods().ToDictionary(method => method.Id, StringComparer.Ordinal);
        foreach (var entry in Entries())
        {
            foreach (var (kind, id) in entry.Methods)
            {
                if (s_newer.Contains(entry.Name) && !known.ContainsKey(id))
                {
                    continue;
                }

                var method = known[id];
                Assert.Equal(method.Path, entry.Path(kind)["compute/v1/".Length..]);
                Assert.Equal((method.TokenParameter, method.SizeParameter), (entry.Service.PageTokenParameter, entry.Service.PageSizeParameter));
                Assert.Equal("items", method.ItemsProperty);
                Assert.Equal(kind == ScopeKind.Aggregated ? entry.Segment ?? entry.Name : "", method.InnerProperty);
                Assert.True(method.HasPartialSuccess, id);
            }
        }
    }

    [Fact]
    public void AssetTypes_EveryCollection_AreFilledAndUnique()
    {
        Assert.All(Entries(), entry => Assert.NotEmpty(entry.AssetTypes));
        Assert.Equal(GoogleCatalog.Default.Collections.Count, GoogleCatalog.Default.Collections.Select(entry => entry.FullName).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    private static IEnumerable<CatalogEntry> Entries() => GoogleCatalog.Default.Collections.Where(entry => entry.Service.Service == "compute");

    private static IEnumerable<Method> ComputeMethods()
    {
        var lines = File.ReadAllLines(Path.Combine(RecordedData.Folder(), "list-methods.tsv"));
        var names = lines[0].Split('\t').ToList();
        foreach (var cells in lines.Skip(1).Select(line => line.Split('\t')).Where(cells => cells[0] == "compute" && cells[1] == "v1"))
        {
            string Cell(string name) => cells[names.IndexOf(name)];
            yield return new Method(
                Cell("method_id")["compute.".Length..], Cell("path"), Cell("page_token_param"), Cell("page_size_param"),
                Cell("items_property"), Cell("map_inner_property"), Cell("returnPartialSuccess") == "y");
        }
    }

    private sealed record Method(
        string Id, string Path, string TokenParameter, string SizeParameter, string ItemsProperty, string InnerProperty, bool HasPartialSuccess)
    {
        /// <summary>The others (listErrors, listReferrers, listUsable, getXpnResources, …) are no collections of resources.</summary>
        public bool IsList => Id.EndsWith(".list", StringComparison.Ordinal) || Id.EndsWith(".aggregatedList", StringComparison.Ordinal);
    }
}
