using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Emulator;
using Inventory.Memory.GoogleCloud.Emulator.Faults;
using Inventory.Memory.GoogleCloud.Tests.Support;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Tests.Catalog;

/// <summary>A user's lists of folders and organisations: by path or by query, with children, of organisations alone, of projects as well.</summary>
public sealed class NodeCatalogTests : IDisposable
{
    private const string Service = """
        {
          "service": "widgets", "host": "widgets.googleapis.com", "version": "v1", "basePath": "v1/", "pageTokenParameter": "pageToken", "pageSizeParameter": "pageSize",
          "nameTemplate": "{name}",
          "paths": {"organization": "{node}/{segment}", "folder": "{segment}", "project": "projects/{project}/{segment}"},
          "collections": [
            {"name": "rules", "type": "Rule", "methods": {"organization": "organizations.rules.list", "folder": "rules.list"},
             "query": "under={node}"},
            {"name": "parts", "type": "Part", "methods": {"parent": "rules.parts.list"}, "parent": "widgets.rules",
             "paths": {"parent": "{parent}/{segment}"}},
            {"name": "levels", "type": "Level", "methods": {"organization": "organizations.levels.list"}},
            {"name": "sinks", "type": "Sink", "methods": {"organization": "organizations.sinks.list", "folder": "folders.sinks.list", "project": "projects.sinks.list"},
             "paths": {"folder": "{node}/{segment}"}, "nameTemplate": "{name}"},
            {"name": "grades", "type": "Grade", "methods": {"parent": "levels.grades.list"}, "parent": "widgets.levels",
             "paths": {"parent": "{parent}/{segment}"}}
          ]
        }
        """;

    private readonly string _path = Path.GetTempFileName();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task Collect_UsersLists_EachNodeIsAskedForWhatItHas()
    {
        File.WriteAllText(_path, Service);
        await using var emulator = await StartAsync();
        await using var inventory = Open(emulator);
        var collected = await Collected.FromAsync(inventory, new() { Organizations = [EmulatedOrganization.Id], Types = ["widgets.*"] });

        // 20 projects and two folders; parts are below 6 rules, none to three each.
        Assert.Empty(collected.Errors.Select(error => error.ToString()));
        Assert.Equal(collected.Names.Count(), collected.Names.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal((6, 2, 6 + 40), (Count("Rule"), Count("Level"), Count("Sink")));
        Assert.InRange(Count("Part"), 1, 18);
        Assert.All(Of("Part"), part => Assert.Contains(part.Parent, Of("Rule").Select(rule => rule.Name)));
        Assert.All(Of("Level"), level => Assert.Matches("^//widgets[.]googleapis[.]com/organizations/100000000000/levels/[^/]+$", level.Name));
        Assert.Equal(6, Of("Sink").Count(sink => sink.Project is null && !sink.Name.Contains("/projects/", StringComparison.Ordinal)));

        IEnumerable<DetachedRecord> Of(string type) => collected.Resources.Where(record => record.AssetType == $"widgets.googleapis.com/{type}");
        int Count(string type) => Of(type).Count();
    }

    /// <summary>Folders have no levels: they are not asked for them, be it for the grades below.</summary>
    [Fact]
    public async Task Collect_ChildrenOfWhatOrganizationsAloneHave_AsksThemAlone()
    {
        File.WriteAllText(_path, Service);
        await using var emulator = await StartAsync();
        await using var inventory = Open(emulator);
        var collected = await Collected.FromAsync(inventory, new() { Organizations = [EmulatedOrganization.Id], Types = ["widgets.grades"] });

        Assert.Equal(RunState.Complete, collected.Summary.State);
        Assert.Equal(["/widgets/v1/organizations/100000000000/levels"], emulator.Requests.Keys.Where(path => path.EndsWith("/levels", StringComparison.Ordinal)));
    }

    /// <summary>A child that was denied is below a resource of a node: its entry names the node, and it is found again.</summary>
    [Fact]
    public async Task GetIncompleteSources_ChildBelowANode_IsCollectedAlone()
    {
        File.WriteAllText(_path, Service);
        List<ScopeResult> ends = [], again = [];
        await using (var denying = await StartAsync(new EmulatorFault { Kind = FaultKind.Status, Status = 403, Reason = "forbidden", Collection = "widgets.parts", Skip = 3, Times = 1 }))
        {
            await CollectAsync(denying, inventory => inventory.GetSourcesAsync(new() { Organizations = [EmulatedOrganization.Id], Types = ["widgets.parts"] }, Cancellation), ends);
        }

        await using var emulator = await StartAsync();
        await CollectAsync(emulator, inventory => inventory.GetIncompleteSourcesAsync(ends.ToAsyncEnumerable(), new(), Cancellation), again);

        var denied = Assert.Single(ends, end => end.State == ScopeState.Denied);
        Assert.Equal((denied.Parent, denied.Scope, true), again.Select(end => (end.Parent, end.Scope, end.State.IsAnswer())).Single());
        Assert.Equal($"folders/{EmulatedOrganization.FolderId(1)}", denied.Parent);
    }

    [Theory]
    [InlineData("\"under={node}\"", "\"a=b\"", 6, "'v1/rules' must have {node} in it, or 'query' must: it is the path of the scope 'folder'")]
    [InlineData("\"under={node}\"", "\"under={node}&of={project}\"", 7, "'{project}' in 'query' means nothing; only {node} does")]
    [InlineData("{node}/{segment}\", \"folder", "{project}/{segment}\", \"folder", 6, "'{project}' in 'v1/{project}/rules' means nothing in the scope 'organization'; what does is {node} and {segment}")]
    [InlineData("{parent}/{segment}", "{project}/{parent}/{segment}", 9, "'{project}' in 'v1/{project}/{parent}/parts' means nothing in the scope 'parent'; what does is {parent} and {segment}")]
    [InlineData("\"folder\": \"rules.list\"", "\"folder\": \"rules.list\", \"project\": \"projects.rules.list\"", 7, "'{node}' in 'query' means nothing: it is for projects and for nodes alike")]
    [InlineData("\"nameTemplate\": \"{name}\"}", "\"nameTemplate\": \"{project}/{name}\"}", 12, "'{project}' in 'nameTemplate' means nothing where a node is asked")]
    public void WithFile_WrongListOfNodes_NamesTheLine(string right, string wrong, int line, string problem)
    {
        File.WriteAllText(_path, Service.Replace(right, wrong, StringComparison.Ordinal));

        var failure = Assert.Throws<CatalogFormatException>(() => GoogleCatalog.Default.WithFile(_path));
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        Assert.Equal(line, failure.Line);
    }

    private async Task CollectAsync(GoogleCloudEmulator emulator, Func<GoogleCloudInventory, IAsyncEnumerable<ResourceSource>> select, List<ScopeResult> ends)
    {
        await using var inventory = Open(emulator);
        await Collected.FromAsync(select(inventory), ends);
    }

    private Task<GoogleCloudEmulator> StartAsync(params EmulatorFault[] faults)
    {
        GoogleCloudEmulatorOptions options = new() { Catalog = GoogleCatalog.Default.WithFile(_path), Organization = new() { Projects = 20 }, ResourcesPerCollection = 2 };
        Array.ForEach(faults, options.Faults.Add);
        return GoogleCloudEmulator.StartAsync(options, Cancellation);
    }

    private GoogleCloudInventory Open(GoogleCloudEmulator emulator) =>
        new(new() { Endpoint = emulator.ServiceEndpoint }, catalog: GoogleCatalog.Default.WithFile(_path));
}
