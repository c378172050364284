using Inventory.Memory.GoogleCloud.Emulator;
using Inventory.Memory.GoogleCloud.Emulator.Faults;
using Inventory.Memory.GoogleCloud.Tests.Support;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Tests.Projects;

/// <summary>Projects found through Resource Manager, and the state of each that cannot be read.</summary>
public sealed class ProjectFindingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>23 projects in an organisation of two folders: every third stands in the organisation, in folder 1, in folder 2.</summary>
    private static EmulatedOrganization Organization => new() { Projects = 23 };

    private static IEnumerable<string> All => Enumerable.Range(0, 23).Select(EmulatedOrganization.ProjectId);

    [Fact]
    public async Task Collect_Organization_FindsEachProjectOnceDepthFirst()
    {
        var collected = await CollectAsync(Organization, selection => selection.Organizations = [EmulatedOrganization.Id]);

        Assert.Equal((RunState.Complete, 46), (collected.Summary.State, collected.Names.Distinct(StringComparer.Ordinal).Count()));
        Assert.Equal(
            All.OrderBy(id => int.Parse(id[^5..]) % 3).ThenBy(id => id, StringComparer.Ordinal),
            collected.Resources.Select(record => record.Project).Distinct(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Collect_AllProjectsWithLabel_FindsThese(bool all)
    {
        var collected = await CollectAsync(Organization, selection =>
        {
            (selection.AllProjects, selection.Organizations) = (all, all ? [] : [$"organizations/{EmulatedOrganization.Id}"]);
            selection.ProjectLabels = ["env=prod"];
        });

        Assert.Equal(All.Where((_, i) => i % 2 == 0).Order(), collected.Resources.Select(record => record.Project).Distinct().Order());
    }

    [Fact]
    public async Task Collect_FolderBelowItsOrganizationAndAProjectInIt_CollectsNothingTwice()
    {
        var collected = await CollectAsync(Organization, selection =>
        {
            selection.Projects = [EmulatedOrganization.ProjectId(4)];
            selection.Folders = [EmulatedOrganization.FolderId(1)];
            selection.Organizations = [EmulatedOrganization.Id];
        });

        Assert.Equal(46, collected.Names.Count());
        Assert.Equal(46, collected.Names.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(EmulatedOrganization.ProjectId(4), collected.Resources.First().Project);
    }

    [Fact]
    public async Task Collect_DeepTree_FindsTheProjectsOfFoldersBelowAFolder()
    {
        // 60 folders: folder 1 has 5 to 8, folder 5 has 21 to 24.
        var collected = await CollectAsync(new EmulatedOrganization { Projects = 600 }, selection => selection.Folders = [$"folders/{EmulatedOrganization.FolderId(1)}"]);

        int[] below = [1, 5, 6, 7, 8, .. Enumerable.Range(21, 16)];
        var expected = Enumerable.Range(0, 600).Where(project => below.Contains(project % 61)).Select(EmulatedOrganization.ProjectId);
        Assert.Equal(expected.Order(), collected.Resources.Select(record => record.Project!).Distinct().Order());
    }

    [Fact]
    public async Task Collect_DeletedProject_IsLeftOutUnlessItsStateIsAskedFor()
    {
        var deleted = EmulatedOrganization.ProjectId(5);
        var organization = Organization;
        organization.DeletedProjects.Add(deleted);
        var active = await CollectAsync(organization, selection => selection.Organizations = [EmulatedOrganization.Id]);
        Assert.Equal((RunState.Complete, 44), (active.Summary.State, active.Names.Count()));

        var both = await CollectAsync(organization, selection =>
        {
            selection.Organizations = [EmulatedOrganization.Id];
            selection.ProjectStates = ["active", "DELETE_REQUESTED"];
        });
        Assert.Equal((RunState.Partial, 44), (both.Summary.State, both.Names.Count()));
        Assert.Equal((deleted, ScopeState.Failed, 404), both.Errors.Select(error => (error.Project, error.State, error.HttpStatus ?? 0)).Single());
    }

    [Fact]
    public async Task Collect_ProjectsThatCannotBeRead_AreStatesAndNoEnd()
    {
        var (deleted, denied, disabled) = (EmulatedOrganization.ProjectId(0), EmulatedOrganization.ProjectId(1), EmulatedOrganization.ProjectId(2));
        var organization = Organization;
        organization.DeletedProjects.Add(deleted);
        organization.DeniedProjects.Add(denied);
        organization.DisabledServices.Add($"{disabled}/compute.googleapis.com");
        var collected = await CollectAsync(organization, selection => selection.Projects = [deleted, denied, disabled, EmulatedOrganization.ProjectId(3)]);

        Assert.Equal(2, collected.Names.Count());
        Assert.Equal([(deleted, ScopeState.Failed), (denied, ScopeState.Denied)], collected.Errors.Select(error => (error.Project!, error.State)));
        Assert.Equal(1, collected.Summary.Types.Single().Scopes(ScopeState.Disabled));
        Assert.Equal(RunState.Partial, collected.Summary.State);
    }

    [Fact]
    public async Task Collect_EmptyProjects_AreComplete()
    {
        var collected = await CollectAsync(Organization, selection => selection.Organizations = [EmulatedOrganization.Id], resources: 0);

        Assert.Equal(RunState.Complete, collected.Summary.State);
        Assert.Equal(23, collected.Summary.Types.Single().Scopes(ScopeState.Empty));
    }

    [Fact]
    public async Task Collect_FolderThatCannotBeListed_IsAnErrorRecordAndTheOthersAreCollected()
    {
        var organization = Organization;
        organization.DeniedFolders.Add(EmulatedOrganization.FolderId(1));
        var collected = await CollectAsync(organization, selection => selection.Organizations = [EmulatedOrganization.Id]);

        Assert.Equal(RunState.Partial, collected.Summary.State);
        Assert.Equal(All.Where((_, i) => i % 3 != 1).Order(), collected.Resources.Select(record => record.Project!).Distinct().Order());
        Assert.Equal(2, collected.Errors.Count);
        Assert.All(collected.Errors, error => Assert.Equal(("cloudresourcemanager.projects", ScopeState.Denied), (error.Collection, error.State)));
        Assert.Contains($"projects of folders/{EmulatedOrganization.FolderId(1)} could not all be listed", collected.Errors[0].Message, StringComparison.Ordinal);
        Assert.Contains($"folders of folders/{EmulatedOrganization.FolderId(1)} could not all be listed", collected.Errors[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_ResourceManagerNotEnabled_FailsAndDoesNotLookComplete()
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json("""{"error":{"code":403,"message":"off","errors":[{"reason":"accessNotConfigured"}]}}""", 403));
        var collected = await Collected.FromAsync(server, "networks", selection => (selection.Projects, selection.AllProjects) = ([], true));

        Assert.NotEqual(RunState.Complete, collected.Summary.State);
        Assert.Equal(("accessNotConfigured", ScopeState.Failed), (Assert.Single(collected.Errors).Reason, collected.Errors[0].State));
    }

    [Fact]
    public async Task Collect_SecondPageOfProjectsBreaks_KeepsWhatWasFoundAndSaysSo()
    {
        await using var server = new ScriptedHttpServer(target => target switch
        {
            _ when target.StartsWith("/v3/projects:search", StringComparison.Ordinal) => target.Contains("pageToken=two", StringComparison.Ordinal)
                ? Reply.Json("""{"error":{"code":400,"message":"no","status":"INVALID_ARGUMENT"}}""", 400)
                : Reply.Json("""{"projects":[{"projectId":"p-one","state":"ACTIVE"}],"nextPageToken":"two"}"""),
            _ => Reply.Json("""{"items":[{"name":"n"}]}"""),
        });
        var collected = await Collected.FromAsync(server, "networks", selection => (selection.Projects, selection.AllProjects) = ([], true));

        Assert.Equal(["//compute.googleapis.com/projects/p-one/global/networks/n"], collected.Names);
        Assert.Equal((RunState.Partial, 1), (collected.Summary.State, collected.Errors.Count));

        // Lazily: the first project was collected before the second page was asked for.
        Assert.Equal(["/v3/projects:search", "/compute/v1/projects/p-one/global/networks", "/v3/projects:search"], server.Targets.Select(target => target.Split('?')[0]));
    }

    [Fact]
    public async Task Collect_CheckEnabledServices_AsksOncePerProjectAndNotTheDisabled()
    {
        var disabled = EmulatedOrganization.ProjectId(1);
        var organization = new EmulatedOrganization { Projects = 2 };
        organization.DisabledServices.Add($"{disabled}/compute.googleapis.com");
        await using var emulator = await GoogleCloudEmulator.StartAsync(new() { Organization = organization, ResourcesPerCollection = 2 }, Cancellation);
        var collected = await CollectAsync(emulator, selection =>
        {
            selection.AllProjects = selection.CheckEnabledServices = true;
            selection.Types = ["compute.networks", "compute.firewalls"];
        });

        Assert.Equal((RunState.Complete, 4, 0), (collected.Summary.State, collected.Names.Count(), collected.Errors.Count));
        Assert.All(collected.Summary.Types, type => Assert.Equal(1, type.Scopes(ScopeState.Disabled)));
        Assert.Equal(1, emulator.Requests[$"/v1/projects/{disabled}/services"]);
        Assert.DoesNotContain(emulator.Requests.Keys, path => path.StartsWith("/compute/", StringComparison.Ordinal) && path.Contains(disabled, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Collect_CheckEnabledServicesRefused_AsksTheListsThemselves()
    {
        var organization = new EmulatedOrganization { Projects = 1 };
        organization.DisabledServices.Add($"{EmulatedOrganization.ProjectId(0)}/serviceusage.googleapis.com");
        var collected = await CollectAsync(organization, selection => selection.AllProjects = selection.CheckEnabledServices = true);

        Assert.Equal((RunState.Complete, 2), (collected.Summary.State, collected.Names.Count()));
    }

    [Fact]
    public async Task Collect_UnreachableLocationOfOneProject_IsNamedAndTheOthersAreComplete()
    {
        var options = new GoogleCloudEmulatorOptions { Organization = new() { Projects = 3 }, ResourcesPerCollection = 5 };
        options.Faults.Add(new EmulatorFault { Kind = FaultKind.UnreachableScope, Unreachable = "zones/us-central1-b", Project = EmulatedOrganization.ProjectId(1) });
        await using var emulator = await GoogleCloudEmulator.StartAsync(options, Cancellation);
        var collected = await CollectAsync(emulator, selection => (selection.AllProjects, selection.Types) = (true, ["compute.disks"]));

        Assert.Equal(RunState.Partial, collected.Summary.State);
        Assert.All(collected.Errors, error => Assert.Equal((EmulatedOrganization.ProjectId(1), "us-central1-b"), (error.Project, error.Location)));
        Assert.Equal(2, collected.Summary.Types.Single().Scopes(ScopeState.Complete));
        Assert.Equal(1, collected.Summary.Types.Single().Scopes(ScopeState.Partial));
    }

    public static TheoryData<Action<GoogleCloudSelection>, string> Wrong => new()
    {
        { selection => selection.Folders = ["my-folder"], "'my-folder' is not the id of one of the folders" },
        { selection => selection.Organizations = ["organizations/"], "is not the id of one of the organizations" },
        { selection => (selection.AllProjects, selection.Folders) = (true, ["1"]), "exclude each other" },
        { selection => (selection.AllProjects, selection.ProjectLabels) = (true, ["env=a OR b"]), "label 'env=a OR b' cannot be used" },
        { selection => (selection.AllProjects, selection.ProjectStates) = (true, [""]), "state '' cannot be used" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void GetSourcesAsync_WrongProjects_ThrowsAtOnce(Action<GoogleCloudSelection> change, string expected)
    {
        using var inventory = new GoogleCloudInventory(new() { Endpoint = "http://127.0.0.1:1" });
        var selection = new GoogleCloudSelection();
        change(selection);

        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => inventory.GetSourcesAsync(selection)).Message, StringComparison.Ordinal);
    }

    private static async Task<Collected> CollectAsync(EmulatedOrganization organization, Action<GoogleCloudSelection> select, long resources = 2)
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync(new() { Organization = organization, ResourcesPerCollection = resources }, Cancellation);
        return await CollectAsync(emulator, select);
    }

    private static async Task<Collected> CollectAsync(GoogleCloudEmulator emulator, Action<GoogleCloudSelection> select)
    {
        await using var inventory = new GoogleCloudInventory(new() { Endpoint = emulator.Endpoint.ToString() });
        var selection = new GoogleCloudSelection { Types = ["compute.networks"] };
        select(selection);
        return await Collected.FromAsync(inventory, selection);
    }
}
