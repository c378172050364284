using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Tests.Support;
using Inventory.Memory.Tests.Shared;

namespace Inventory.Memory.GoogleCloud.Tests.Catalog;

/// <summary>The catalog against Google's own list of methods.</summary>
public sealed class GoogleCatalogTests
{
    private static readonly string[] s_newer = ["futureReservations", "instantSnapshots", "storagePools"];

    [Fact]
    public void Collections_ComputeListMethods_AreInExactlyOneEntry()
    {
        // Folders and organisations are asked with the same method.
        var listed = Entries().SelectMany(entry => entry.Methods.Values.Distinct(StringComparer.Ordinal)).GroupBy(method => method, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        foreach (var method in ComputeMethods().Where(method => method.IsList))
        {
            Assert.True(listed.GetValueOrDefault(method.Id) == 1, $"{method.Id} is in {listed.GetValueOrDefault(method.Id)} entries");
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
                Assert.Equal(method.Asks("parentId"), entry.Query == "parentId={node}" && kind is ScopeKind.Organization or ScopeKind.Folder);
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
                Cell("items_property"), Cell("map_inner_property"), Cell("returnPartialSuccess") == "y", Cell("all_params"));
        }
    }

    private sealed record Method(
        string Id, string Path, string TokenParameter, string SizeParameter, string ItemsProperty, string InnerProperty, bool HasPartialSuccess, string Parameters)
    {
        public bool Asks(string parameter) => Parameters.Split(',').Contains(parameter, StringComparer.Ordinal);

        /// <summary>The others (listErrors, listReferrers, listUsable, getXpnResources, …) are no collections of resources.</summary>
        public bool IsList => Id.EndsWith(".list", StringComparison.Ordinal) || Id.EndsWith(".aggregatedList", StringComparison.Ordinal);
    }
}
