using Inventory.Memory.Checkpoints;
using Inventory.Memory.GoogleCloud.Emulator;
using Inventory.Memory.GoogleCloud.Emulator.Faults;
using Inventory.Memory.GoogleCloud.Tests.Support;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Tests.Projects;

/// <summary>What folders and organisations have themselves: each node once, in its place, with a state of its own.</summary>
public sealed class NodeListsTests : IDisposable
{
    private const string Root = $"organizations/{EmulatedOrganization.Id}";
    private const string Policies = "compute.firewallPolicies";
    private const string Networks = "compute.networks";

    private readonly string _checkpoint = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_checkpoint);

    private static string Folder(int index) => $"folders/{EmulatedOrganization.FolderId(index)}";

    [Fact]
    public async Task GetSources_Organization_HasEachNodeOnceBeforeItsProjects()
    {
        // Six folders: 5 and 6 stand in 1, 1 to 4 in the organisation; projects by turns.
        var found = await SourcesAsync(new() { Projects = 60 }, new() { Organizations = [EmulatedOrganization.Id], Types = [Policies, Networks] });

        Assert.Equal(
            new[] { 0, 1, 5, 6, 2, 3, 4 }.SelectMany(node => Enumerable.Range(0, 60).Where(project => project % 7 == node)
                .Select(project => $"{EmulatedOrganization.ProjectId(project)} {Networks}")
                .Prepend($"{(node == 0 ? Root : Folder(node))} {Policies}")),
            found);
    }

    [Fact]
    public async Task GetSources_FolderThatIsARootItself_HasItsOwnTurn()
    {
        var found = await SourcesAsync(new() { Projects = 60 }, new() { Organizations = [EmulatedOrganization.Id], Folders = [EmulatedOrganization.FolderId(1)], Types = [Policies] });

        Assert.Equal([Root, Folder(2), Folder(3), Folder(4), Folder(1), Folder(5), Folder(6)], found.Select(source => source.Split(' ')[0]));
    }

    [Fact]
    public async Task GetSources_OnlyWhatNodesHave_DoesNotLookForProjects()
    {
        await using var emulator = await StartAsync(new() { Projects = 20 });
        await using var inventory = Open(emulator);
        var collected = await Collected.FromAsync(inventory, new() { Organizations = [EmulatedOrganization.Id], Types = [Policies], ProjectLabels = ["env=none"] });

        // No filter of projects leaves out what is none.
        Assert.Equal((RunState.Complete, 6), (collected.Summary.State, collected.Names.Distinct(StringComparer.Ordinal).Count()));
        Assert.DoesNotContain(emulator.Requests.Keys, path => path.Contains("projects", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Collect_AllProjects_FindsTheNodesThatTheCallerMaySee()
    {
        var organization = new EmulatedOrganization { Projects = 23 };
        organization.DeniedFolders.Add(EmulatedOrganization.FolderId(1));
        GoogleCloudSelection selection = new() { AllProjects = true, Types = [Policies, Networks] };

        var found = await SourcesAsync(organization, selection);

        Assert.Equal([$"{Root} {Policies}", $"{Folder(2)} {Policies}"], found.Take(2));
        Assert.Equal(Enumerable.Range(0, 23).Select(project => $"{EmulatedOrganization.ProjectId(project)} {Networks}"), found.Skip(2));
    }

    [Fact]
    public async Task Collect_AllProjectsSearchOfFoldersFails_IsAnErrorAndTheProjectsAreCollected()
    {
        await using var server = new ScriptedHttpServer(target => target switch
        {
            _ when target.StartsWith("/v3/organizations:search", StringComparison.Ordinal) => Reply.Json("""{"organizations":[{"name":"organizations/1","state":"ACTIVE"},{"name":"organizations/2","state":"DELETE_REQUESTED"}]}"""),
            _ when target.StartsWith("/v3/folders:search", StringComparison.Ordinal) => Reply.Json("""{"error":{"code":400,"message":"no","status":"INVALID_ARGUMENT"}}""", 400),
            _ when target.StartsWith("/v3/projects:search", StringComparison.Ordinal) => Reply.Json("""{"projects":[{"projectId":"p-one","state":"ACTIVE"}]}"""),
            _ => Reply.Json("""{"items":[{"name":"n"}]}"""),
        });

        var collected = await Collected.FromAsync(server, Networks, selection => (selection.Projects, selection.AllProjects, selection.Types) = ([], true, [Networks, Policies]));

        Assert.Equal(["//compute.googleapis.com/locations/global/firewallPolicies/n", "//compute.googleapis.com/projects/p-one/global/networks/n"], collected.Names);
        Assert.Contains("The folders that the caller may see could not all be listed", Assert.Single(collected.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_Policy_IsNamedAndPlacedAsCloudAssetInventoryHasIt()
    {
        await using var server = Scripted("""{"items":[{"name":"web","selfLink":"https://www.googleapis.com/compute/v1/locations/global/firewallPolicies/99","parent":"folders/7"}]}""");
        var collected = await CollectAsync(server, selection => (selection.Filter, selection.Fields, selection.PageSize) = ("shortName=web*", "rules", 100));

        var record = Assert.Single(collected.Resources);
        Assert.Equal("//compute.googleapis.com/locations/global/firewallPolicies/99", record.Name);
        Assert.Equal(("compute.googleapis.com/FirewallPolicy", "global", null), (record.AssetType, record.Location, record.Project));
        Assert.Equal("//cloudresourcemanager.googleapis.com/folders/7", record.Parent);
        Assert.Equal(
            "/compute/v1/locations/global/firewallPolicies?prettyPrint=false&returnPartialSuccess=true&parentId=folders/7&filter=shortName%3Dweb%2A"
            + "&fields=items%28name%2CselfLink%2Cid%2Crules%29%2CnextPageToken%2Cwarning&maxResults=100",
            server.Targets.First(target => target.StartsWith("/compute/", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("us-central1", 0)]
    [InlineData("glob*", 1)]
    public async Task Collect_WithLocation_AsksWhereTheGlobalIsWanted(string location, int lists)
    {
        await using var server = Scripted("""{"items":[{"name":"99"}]}""");
        var collected = await CollectAsync(server, selection => selection.Locations = [location]);

        Assert.Equal((RunState.Complete, lists), (collected.Summary.State, collected.Names.Count()));
        Assert.Equal(lists, server.Targets.Count(target => target.StartsWith("/compute/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Collect_DeniedNode_IsAStateOfItsOwnAndCanBeRetriedAlone()
    {
        var fault = new EmulatorFault { Kind = FaultKind.Status, Status = 403, Reason = "forbidden", Collection = Policies, Scope = Folder(1) };
        GoogleCloudEmulatorOptions estate = new() { Organization = new() { Projects = 20 }, ResourcesPerCollection = 2, Faults = { fault } };
        List<ScopeResult> ends = [];
        var first = await CollectAsync(estate, inventory => inventory.GetSourcesAsync(new() { Organizations = [EmulatedOrganization.Id], Types = [Policies, Networks] }, Cancellation), ends);

        var error = Assert.Single(first.Errors);
        Assert.Equal((null, Folder(1), "global", ScopeState.Denied), (error.Project, error.Parent, error.Location, error.State));
        Assert.Contains($"for '{Folder(1)}'", error.Message, StringComparison.Ordinal);
        Assert.Equal(44, first.Names.Count());
        Assert.Equal(
            [(Root, Root, ScopeState.Complete), (Folder(1), Folder(1), ScopeState.Denied), (Folder(2), Folder(2), ScopeState.Complete)],
            ends.Where(end => end.Collection == Policies).Select(end => (end.Parent!, end.Scope, end.State)));

        estate.Faults.Clear();
        List<ScopeResult> again = [];
        var second = await CollectAsync(estate, inventory => inventory.GetIncompleteSourcesAsync(ends.ToAsyncEnumerable(), new(), Cancellation), again);
        Assert.Equal((Folder(1), Folder(1), ScopeState.Complete), again.Select(end => (end.Parent!, end.Scope, end.State)).Single());
        Assert.Equal(2, second.Records.Count);
        Assert.Empty(second.Names.Intersect(first.Names, StringComparer.Ordinal));
    }

    /// <summary>Ended within a node's pages, between nodes, and among projects: each time it goes on to the same bytes.</summary>
    [Fact]
    public async Task Collect_EndedAnywhereAndResumed_HasEachResourceOnce()
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync(new() { Organization = new() { Projects = 20 }, Collections = { [Policies] = 5, [Networks] = 1 } }, Cancellation);
        await using var inventory = Open(emulator);
        var (whole, total) = await ResumeAsync(new MemoryStream(), int.MaxValue);
        Assert.Equal(35, total);

        foreach (var end in new[] { 1, 3, 5, 13, 16, 34 })
        {
            using var output = new MemoryStream();
            var (_, first) = await ResumeAsync(output, end);
            Assert.Equal(end, first);
            Assert.Equal(whole, (await ResumeAsync(output, int.MaxValue)).Text);
        }

        async Task<(string Text, int Records)> ResumeAsync(MemoryStream output, int end)
        {
            output.Position = 0;
            var writer = new NdjsonWriter(output);
            var sources = inventory.GetSourcesAsync(new() { Organizations = [EmulatedOrganization.Id], Types = [Policies, Networks], PageSize = 2 }, Cancellation);
            await using var run = new SequentialCollector(new() { LookAhead = 0 }).Collect(new CollectionRequest(sources)
            {
                Durability = new() { Outputs = [writer], Store = new FileCheckpointStore(_checkpoint), Interval = TimeSpan.Zero },
            }).GetAsyncEnumerator(Cancellation);
            var records = 0;
            while (records < end && await run.MoveNextAsync())
            {
                await writer.WriteAsync(run.Current);
                records++;
            }

            await writer.FlushAsync(Cancellation);
            return (System.Text.Encoding.UTF8.GetString(output.ToArray()), records);
        }
    }

    /// <summary>A run that was late does not come to a node's scope: only its source names it.</summary>
    [Fact]
    public async Task GetIncompleteSources_NodesThatTheRunDidNotComeTo_AreCollected()
    {
        ScopeResult[] ends = [.. new[] { Root, Folder(2) }.Select(node => new ScopeResult { Parent = node, Collection = Policies, Scope = ScopeResult.AllScopes, State = ScopeState.Skipped })];
        List<ScopeResult> again = [];

        var second = await CollectAsync(new() { Organization = new() { Projects = 20 }, ResourcesPerCollection = 2 }, inventory => inventory.GetIncompleteSourcesAsync(ends.ToAsyncEnumerable(), new(), Cancellation), again);

        Assert.Equal([Root, Folder(2)], again.Select(end => end.Scope));
        Assert.Equal((4, 0), (second.Names.Count(), second.Errors.Count));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(null, "projects/1")]
    [InlineData("p1", null)]
    public async Task GetIncompleteSources_NoNodeOfTheCollection_NamesTheLine(string? project, string? parent)
    {
        ScopeResult[] ends = [new() { Project = project, Parent = parent, Collection = Policies, Scope = parent ?? "global", State = ScopeState.Failed }];

        var failure = await Assert.ThrowsAsync<Manifests.ManifestException>(() =>
            CollectAsync(new(), inventory => inventory.GetIncompleteSourcesAsync(ends.ToAsyncEnumerable(), new(), Cancellation), []));

        Assert.Contains($"Line 1 of the manifest names what cannot be collected: '{Policies}' is not listed for '{project ?? parent}'", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>The API is not enabled in the caller's own project, which says nothing of what the folder has.</summary>
    [Fact]
    public async Task Collect_ApiIsNotEnabledForTheCaller_IsAFailure()
    {
        await using var server = Scripted("""{"error":{"code":403,"message":"off","errors":[{"reason":"accessNotConfigured"}]}}""", 403);
        var collected = await CollectAsync(server, _ => { });

        var error = Assert.Single(collected.Errors);
        Assert.Equal(("accessNotConfigured", ScopeState.Failed), (error.Reason, error.State));
        Assert.Contains("--quota-project", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_CheckEnabledServices_AsksForProjectsAlone()
    {
        var organization = new EmulatedOrganization { Projects = 1 };
        organization.DisabledServices.Add($"{EmulatedOrganization.ProjectId(0)}/compute.googleapis.com");
        await using var emulator = await StartAsync(organization);
        await using var inventory = Open(emulator);
        var collected = await Collected.FromAsync(inventory, new() { Organizations = [EmulatedOrganization.Id], CheckEnabledServices = true, Types = [Policies, Networks] });

        Assert.Equal((RunState.Complete, 2), (collected.Summary.State, collected.Names.Count()));
        Assert.Equal(1, collected.Summary.Types.Single(type => type.Collection == Networks).Scopes(ScopeState.Disabled));
        Assert.Equal(1, emulator.Requests.Where(path => path.Key.EndsWith("/services", StringComparison.Ordinal)).Sum(path => path.Value));
    }

    public static TheoryData<string[], string[], string> Alone => new()
    {
        { [Policies], [], $"The type '{Policies}'" },
        { [Networks, "FirewallPolicy"], [], "The type 'FirewallPolicy'" },
        { ["globalOrganizationOperations"], [], "The type 'globalOrganizationOperations'" },
        { ["compute.f*"], ["firewalls", "forwardingRules", "futureReservations", "LoadBalancing", "ExternalIPAddress"], "All that is left to collect" },
    };

    [Theory]
    [MemberData(nameof(Alone))]
    public void GetSources_ProjectsAloneAndATypeOfNodesAlone_IsRefused(string[] types, string[] excluded, string what)
    {
        using var inventory = new GoogleCloudInventory(new() { Endpoint = "http://127.0.0.1:1" });
        GoogleCloudSelection selection = new() { Projects = ["p1"], Types = types, ExcludedTypes = excluded };

        var message = Assert.Throws<ArgumentException>(() => inventory.GetSourcesAsync(selection)).Message;
        Assert.StartsWith($"{what} belongs to folders and organizations", message, StringComparison.Ordinal);
        Assert.Contains("--organization or --folder", message, StringComparison.Ordinal);

        selection.Folders = ["1"];
        Assert.NotNull(inventory.GetSourcesAsync(selection));
    }

    [Theory]
    [InlineData]
    [InlineData("*")]
    [InlineData("Operation")]
    public async Task GetSources_ProjectsAloneAndMoreThanNodesHave_LeavesOutWhatNodesHave(params string[] types)
    {
        using var inventory = new GoogleCloudInventory(new() { Endpoint = "http://127.0.0.1:1" });
        var sources = await inventory.GetSourcesAsync(new() { Projects = ["p1"], Types = types }, Cancellation).ToListAsync(Cancellation);

        Assert.NotEmpty(sources);
        Assert.All(sources, source => Assert.Equal("p1", source.Project));
    }

    private static ScriptedHttpServer Scripted(string list, int status = 200) => new(target => target switch
    {
        _ when target.StartsWith("/v3/", StringComparison.Ordinal) => Reply.Json("{}"),
        _ => Reply.Json(list, status),
    });

    private static Task<Collected> CollectAsync(ScriptedHttpServer server, Action<GoogleCloudSelection> more) => Collected.FromAsync(server, Policies, selection =>
    {
        (selection.Projects, selection.Folders) = ([], ["7"]);
        more(selection);
    });

    private static async Task<Collected> CollectAsync(
        GoogleCloudEmulatorOptions estate, Func<GoogleCloudInventory, IAsyncEnumerable<ResourceSource>> select, List<ScopeResult> ends)
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync(estate, Cancellation);
        await using var inventory = Open(emulator);
        return await Collected.FromAsync(select(inventory), ends);
    }

    private static async Task<List<string>> SourcesAsync(EmulatedOrganization organization, GoogleCloudSelection selection)
    {
        await using var emulator = await StartAsync(organization);
        await using var inventory = Open(emulator);
        return await inventory.GetSourcesAsync(selection, Cancellation).Select(source => $"{source.Project ?? source.Parent} {source.Collection}").ToListAsync(Cancellation);
    }

    private static Task<GoogleCloudEmulator> StartAsync(EmulatedOrganization organization) =>
        GoogleCloudEmulator.StartAsync(new() { Organization = organization, ResourcesPerCollection = 2 }, Cancellation);

    private static GoogleCloudInventory Open(GoogleCloudEmulator emulator) => new(new() { Endpoint = emulator.ServiceEndpoint });
}
