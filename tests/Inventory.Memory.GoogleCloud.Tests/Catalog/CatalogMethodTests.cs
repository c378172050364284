using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.Tests.Shared;

namespace Inventory.Memory.GoogleCloud.Tests.Catalog;

/// <summary>Every list of every service against Google's own list of methods: path, pages, items, what says that something is missing.</summary>
public sealed class CatalogMethodTests
{
    private const string NotAList = "not one of the discovery documents' list methods";

    /// <summary>What is not as the discovery documents of 2023 and 2024 have it, by collection and property, and why.</summary>
    private static readonly Dictionary<string, string> s_differences = new(StringComparer.Ordinal)
    {
        ["storage.bucketPolicies"] = $"{NotAList}: getIamPolicy, one object",
        ["appengine.apps"] = $"{NotAList}: get, one object",
        ["run.workerPools"] = "newer than the documents",
        ["firestore.collections"] = $"{NotAList}: listCollectionIds, a POST",
        ["datastore.namespaces"] = $"{NotAList}: runQuery, a POST",
        ["compute.futureReservations"] = "newer than the document of 2023",
        ["compute.instantSnapshots"] = "newer than the document of 2023",
        ["compute.storagePools"] = "newer than the document of 2023",
        ["storagetransfer.transferJobs filter"] = "its filter names the project and cannot be the user's",
        ["storagetransfer.transferOperations filter"] = "its filter names the project and cannot be the user's",
        ["run.routes token"] = "the document does not know that 'continue' and 'limit' are its page parameters",
        ["run.configurations token"] = "the document does not know that 'continue' and 'limit' are its page parameters",
        ["run.domainMappings token"] = "the document does not know that 'continue' and 'limit' are its page parameters",
        ["storagetransfer.transferOperations path"] = "the name that is listed is the constant transferOperations",
        ["firestore.indexes path"] = "of all collection groups: the parent ends in collectionGroups/-",
        ["batch.tasks path"] = "of the one task group that a job has: the parent ends in taskGroups/group0",
    };

    [Fact]
    public void Methods_EveryCollection_AreAsGoogleDescribesThem()
    {
        var known = Methods();
        List<string> problems = [];
        HashSet<string> used = new(StringComparer.Ordinal);
        foreach (var entry in GoogleCatalog.Default.Collections.Where(entry => !s_differences.ContainsKey(entry.FullName)))
        {
            foreach (var (kind, method) in entry.Methods)
            {
                var id = Id(entry, method);
                if (!known.TryGetValue(id, out var row))
                {
                    problems.Add($"{entry.FullName}: there is no method '{id}'");
                    continue;
                }

                Check(entry, "path", Google(row["base_url"], row["path"]), Ours(entry, kind));
                Check(entry, "token", row["page_token_param"], entry.PageTokenParameter ?? "");
                Check(entry, "token", row["page_size_param"], entry.PageSizeParameter ?? "");
                Check(entry, "items", row["items_property"], entry.ItemsPath(kind).Split('/')[0]);
                Check(entry, "filter", row["filter_param"] == "y" ? "filter" : "", entry.FilterParameter ?? "");
                if (entry.Service.Service != "compute")
                {
                    Check(entry, "partial", row["partial_failure_props"], string.Join(',', entry.PartialFailures!));
                }
            }
        }

        Assert.Equal([], problems);

        // An explanation of a difference that is none any more would hide the next one.
        Assert.Equal(s_differences.Keys.Where(name => name.Contains(' ', StringComparison.Ordinal)).Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));

        void Check(CatalogEntry entry, string what, string expected, string actual)
        {
            if (expected != actual && s_differences.ContainsKey($"{entry.FullName} {what}"))
            {
                used.Add($"{entry.FullName} {what}");
            }
            else if (expected != actual)
            {
                problems.Add($"{entry.FullName}: {what} is '{actual}', not '{expected}'");
            }
        }
    }

    [Fact]
    public void Differences_WholeCollections_AreOnesThatGoogleDoesNotDescribe()
    {
        var known = Methods();
        Assert.All(s_differences.Keys.Where(name => !name.Contains(' ', StringComparison.Ordinal)), name =>
        {
            var entry = GoogleCatalog.Default.Find(name);
            Assert.NotNull(entry);
            Assert.Contains(entry.Methods.Values, method => !known.ContainsKey(Id(entry, method)));
        });
    }

    private static string Id(CatalogEntry entry, string method) =>
        $"{entry.Service.Service} {entry.Service.Version} {(method.StartsWith("sql.", StringComparison.Ordinal) ? "" : $"{entry.Service.Service}.")}{method}";

    /// <summary>Placeholders of both have other names: only what stands around them can be the same.</summary>
    private static string Ours(CatalogEntry entry, ScopeKind kind) => Plain("/" + entry.Path(kind)
        .Replace("{parent}", Parents(entry), StringComparison.Ordinal)
        .Replace("projects/{project}", "{parent}", StringComparison.Ordinal));

    /// <summary>Where the document has a parent of one placeholder, so has the template; elsewhere its parts are written out.</summary>
    private static string Parents(CatalogEntry entry) => entry.Service.Service switch
    {
        "sqladmin" => "instances/{instance}",
        "bigquery" => "datasets/{dataset}",
        "appengine" => entry.Name switch
        {
            "services" => "apps/{app}",
            "versions" => "apps/{app}/services/{service}",
            _ => "apps/{app}/services/{service}/versions/{version}",
        },
        _ => "",
    };

    private static string Google(string baseUrl, string path) => Plain(new Uri(baseUrl).AbsolutePath + path);

    /// <summary>A path as its literal parts: <c>v1/{+parent}/backups</c> and <c>v1/projects/{project}/locations/{location}/backups</c> are the same.</summary>
    private static string Plain(string path) => string.Join('/', path
        .Split('/', StringSplitOptions.RemoveEmptyEntries)
        .Where(part => !part.StartsWith('{') || part.Contains("}:", StringComparison.Ordinal))
        .Select(part => part[(part.IndexOf('}', StringComparison.Ordinal) + 1)..])
        .Where(part => part is not ("projects" or "locations" or "" or "namespaces")));

    private static Dictionary<string, Dictionary<string, string>> Methods()
    {
        var lines = File.ReadAllLines(Path.Combine(RecordedData.Folder(), "list-methods.tsv"));
        var names = lines[0].Split('\t');
        return lines.Skip(1)
            .Select(line => line.Split('\t').Zip(names).ToDictionary(cell => cell.Second, cell => cell.First, StringComparer.Ordinal))
            .GroupBy(row => $"{row["api"]} {row["version"]} {row["method_id"]}", StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
    }
}
