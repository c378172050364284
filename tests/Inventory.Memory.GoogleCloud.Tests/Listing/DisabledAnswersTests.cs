using Inventory.Memory.GoogleCloud.Emulator;
using Inventory.Memory.GoogleCloud.Http;
using Inventory.Memory.GoogleCloud.Listing;
using Inventory.Memory.GoogleCloud.Tests.Support;

namespace Inventory.Memory.GoogleCloud.Tests.Listing;

/// <summary>An answer that an API is not enabled is about the project that it names, which need not be the one that is listed.</summary>
public sealed class DisabledAnswersTests
{
    private const string Kms = "cloudkms.keyRings";
    private const string Topics = "pubsub.topics";
    private const string Callers = "555000111";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Kms)]
    [InlineData(Topics)]
    public async Task Collect_ConsumerIsNeitherProjectOfTheOrganization_FailsAndNamesItAndTheRemedy(string type)
    {
        await using var server = Server(path => path switch
        {
            "/v3/projects" => Reply.Json("""{"projects":[{"name":"projects/42","projectId":"a","state":"ACTIVE"},{"name":"projects/43","projectId":"b","state":"ACTIVE"}]}"""),
            "/v3/folders" => Reply.Json("{}"),
            _ => Disabled(Callers),
        });
        var collected = await Collected.FromAsync(server, type, selection => (selection.Projects, selection.Organizations) = ([], ["1"]));

        Assert.Equal(["a", "b"], collected.Errors.Select(error => error.Project));
        Assert.All(collected.Errors, error => Assert.Equal((ScopeState.Failed, "SERVICE_DISABLED", (int?)403), (error.State, error.Reason, error.HttpStatus)));
        Assert.Contains("Enable cloudkms.googleapis.com in project '555000111', or name another project with --quota-project.", collected.Errors[0].Message, StringComparison.Ordinal);
        Assert.Contains("says nothing of project 'a'", collected.Errors[0].Message, StringComparison.Ordinal);
        Assert.Equal(RunState.Failed, collected.Summary.State);
        Assert.DoesNotContain(server.Lists(), path => path.StartsWith("/v3/projects/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("projects/42")]
    [InlineData("project_number:42")]
    [InlineData("projects/a")]
    [InlineData("project:a")]
    public async Task Collect_ConsumerIsTheProjectOfTheList_IsDisabled(string consumer)
    {
        await using var server = Server(path => path switch
        {
            "/v3/projects" => Reply.Json("""{"projects":[{"name":"projects/42","projectId":"a","state":"ACTIVE"}]}"""),
            "/v3/folders" => Reply.Json("{}"),
            _ => Reply.Json(Body(consumer), 403),
        });
        var collected = await Collected.FromAsync(server, Topics, selection => (selection.Projects, selection.Folders) = ([], ["1"]));

        Assert.Equal((RunState.Complete, 1L), (collected.Summary.State, collected.Summary.Scopes(ScopeState.Disabled)));
        Assert.DoesNotContain(server.Lists(), path => path.StartsWith("/v3/projects/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("42", ScopeState.Disabled)]
    [InlineData(Callers, ScopeState.Failed)]
    public async Task Collect_NamedProject_AsksForItsNumberOnceAndOnlyThen(string consumer, ScopeState expected)
    {
        string[] types = [Kms, Topics, "bigquery.datasets", "run.services", "run.jobs", "compute.networks"];
        await using var server = Server(path => path switch
        {
            "/v3/projects/p1" => Reply.Json("""{"name":"projects/42","projectId":"p1"}"""),
            _ when path.Contains("/compute/", StringComparison.Ordinal) => Reply.Json("{}"),
            _ => Disabled(consumer),
        });
        foreach (var lookAhead in (int[])[0, 8])
        {
            await using var inventory = new GoogleCloudInventory(new() { Endpoint = server.Address, MaxAttempts = 1 });
            var before = server.Requests.Count;
            var collected = await Collected.FromAsync(inventory, new() { Projects = ["p1"], Types = types }, lookAhead);

            Assert.Equal(5, collected.Summary.Scopes(expected));
            Assert.Single(server.Targets.Skip(before), target => target.StartsWith("/v3/projects/p1", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Collect_NamedProjectThatIsNotRefused_IsNotAskedFor()
    {
        await using var server = Server(_ => Reply.Json("{}"));
        await Collected.FromAsync(server, Topics);

        Assert.Equal(["/v1/projects/p1/topics"], server.Lists());
    }

    [Fact]
    public async Task Collect_ProjectMayNotBeSeen_HasItsNumberFromItsServices()
    {
        await using var server = Server(path => path switch
        {
            "/v3/projects/p1" => Reply.Json("""{"error":{"code":403,"status":"PERMISSION_DENIED","message":"no"}}""", 403),
            "/v1/projects/p1/services" => Reply.Json("""{"services":[{"name":"projects/42/services/cloudkms.googleapis.com"}]}"""),
            _ => Disabled("42"),
        });

        Assert.Equal(1, (await Collected.FromAsync(server, Topics)).Summary.Scopes(ScopeState.Disabled));
    }

    [Theory]
    [InlineData("42")]
    [InlineData(Callers)]
    public async Task Collect_ServiceUsageSaysEnabled_IsNeverDisabled(string consumer)
    {
        await using var server = Server(path => path switch
        {
            "/v1/projects/p1/services" => Reply.Json("""{"services":[{"name":"projects/42/services/pubsub.googleapis.com"}]}"""),
            _ => Disabled(consumer),
        });
        var collected = await Collected.FromAsync(server, Topics, selection => selection.CheckEnabledServices = true);

        var error = Assert.Single(collected.Errors);
        Assert.Equal((ScopeState.Failed, RunState.Failed), (error.State, collected.Summary.State));
        Assert.Contains("Service Usage says that it is enabled in project 'p1'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("q-project", true, ScopeState.Failed)]
    [InlineData("q-project", false, ScopeState.Failed)]
    [InlineData("p1", false, ScopeState.Disabled)]
    public async Task Collect_QuotaProject_IsTheConsumerWhereTheAnswerNamesNone(string quotaProject, bool isNamed, ScopeState expected)
    {
        await using var server = Server(path => path == "/v3/projects/p1"
            ? Reply.Json("""{"name":"projects/42","projectId":"p1"}""")
            : isNamed ? Disabled("77") : Reply.Json("""{"error":{"code":403,"errors":[{"reason":"accessNotConfigured"}],"message":"m"}}""", 403));
        var collected = await Collected.FromAsync(server, Topics, configure: options => options.QuotaProject = quotaProject);

        Assert.Equal(1, collected.Summary.Scopes(expected));
        Assert.All(collected.Errors, error => Assert.Contains($"in project '{(isNamed ? "77" : quotaProject)}', or name another", error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("p1")]
    [InlineData(Callers)]
    public async Task CollectAssets_ApiIsDisabled_IsNeverAnAnswer(string consumer)
    {
        await using var server = Server(_ => Disabled(consumer));
        await using var inventory = new GoogleCloudInventory(new() { Endpoint = server.Address, MaxAttempts = 1 });
        var collected = await Collected.FromAsync(inventory.GetAssetInventorySourcesAsync(new() { Projects = ["p1"] }, Cancellation));

        Assert.Equal((ScopeState.Failed, RunState.Failed), (Assert.Single(collected.Errors).State, collected.Summary.State));
        Assert.Contains($"in project '{consumer}', or name another project with --quota-project.", collected.Errors[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("32555940559")]
    [InlineData("764086051850")]
    [InlineData("618104708054")]
    public async Task Collect_ConsumerIsGcloudsOwn_IsNeverTheProject(string consumer)
    {
        await using var server = Server(_ => Disabled(consumer));
        var collected = await Collected.FromAsync(server, Topics);

        Assert.Equal(ScopeState.Failed, Assert.Single(collected.Errors).State);
        Assert.Contains($"Project '{consumer}' is gcloud's own", collected.Errors[0].Message, StringComparison.Ordinal);
        Assert.Equal(["/v1/projects/p1/topics"], server.Lists());
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(0, false)]
    [InlineData(8, true)]
    public async Task Collect_NobodySaysTheNumber_DoubtsTheFirstWhenTheConsumerAnswersForASecond(int lookAhead, bool inDetails)
    {
        string[] types = [Topics, Kms, "run.services", "run.jobs"];
        await using var server = Server(path => path.StartsWith("/v3/", StringComparison.Ordinal) || path.EndsWith("/services", StringComparison.Ordinal)
            ? Reply.Json("""{"error":{"code":403,"status":"PERMISSION_DENIED","message":"no"}}""", 403)
            : inDetails ? Disabled(Callers) : Reply.Json("""{"error":{"code":403,"message":"Cloud API has not been used in project 555000111 before or it is disabled.","status":"PERMISSION_DENIED"}}""", 403));
        await using var inventory = new GoogleCloudInventory(new() { Endpoint = server.Address, MaxAttempts = 1 });
        var selection = new GoogleCloudSelection { Projects = ["a", "b", "c"], Types = types };
        List<ScopeResult> ends = [];
        var collected = await Collected.FromAsync(inventory.GetSourcesAsync(selection, Cancellation), ends, lookAhead);

        Assert.Equal(RunState.Partial, collected.Summary.State);
        Assert.Equal(types.Order(StringComparer.Ordinal), ends.Where(end => end is { Project: "a", State: ScopeState.Disabled }).Select(end => end.Collection).Order(StringComparer.Ordinal));
        var doubts = collected.Errors.Where(error => error.Reason == "doubtfulAnswer").ToList();
        Assert.All(doubts, error => Assert.Equal(("a", ScopeState.Failed), (error.Project, error.State)));
        Assert.All(doubts, error => Assert.Contains("because of project '555000111', which answers for project 'b' as well", error.Message, StringComparison.Ordinal));
        Assert.Equal(types.Order(StringComparer.Ordinal), doubts.Select(error => error.Collection).Order(StringComparer.Ordinal));
        Assert.Equal(types.Length * 2, collected.Errors.Count(error => error.Project is "b" or "c" && error.State == ScopeState.Failed));
        Assert.All(collected.Records, record => Assert.Equal(record.Error!.Project, record.Project));

        // What is doubtful is collected again with the rest.
        var again = inventory.GetIncompleteSourcesAsync(ends.ToAsyncEnumerable(), new GoogleCloudSelection(), Cancellation);
        Assert.Equal(types.Length * 3, (await again.Select(source => (source.Project, source.Collection)).ToListAsync(Cancellation)).Distinct().Count());
    }

    /// <summary>As a run that goes on passes over them: of an earlier project nothing is known any more, so that nothing is guessed.</summary>
    [Theory]
    [InlineData("b", ScopeState.Failed)]
    [InlineData("a", ScopeState.Disabled)]
    public async Task Collect_NobodySaysTheNumberAndEarlierListsWereNotAsked_IsDisabledForTheFirstProjectAlone(string project, ScopeState expected)
    {
        await using var server = Server(path => path.StartsWith("/v3/", StringComparison.Ordinal) || path.EndsWith("/services", StringComparison.Ordinal)
            ? Reply.Json("""{"error":{"code":403,"status":"PERMISSION_DENIED","message":"no"}}""", 403)
            : Disabled(Callers));
        await using var inventory = new GoogleCloudInventory(new() { Endpoint = server.Address, MaxAttempts = 1 });
        var sources = inventory.GetSourcesAsync(new() { Projects = ["a", "b"], Types = [Topics, "run.services"] }, Cancellation);
        List<ScopeResult> ends = [];
        await Collected.FromAsync(sources.Where(source => source.Project == project && source.Collection == Topics), ends, lookAhead: 0);

        Assert.Equal(expected, Assert.Single(ends).State);
    }

    [Fact]
    public async Task Judge_MoreConsumersThanAreRemembered_AreFailures()
    {
        await using var server = Server(_ => Reply.Json("{}", 404));
        await using var inventory = new GoogleCloudInventory(new() { Endpoint = server.Address, MaxAttempts = 1 });
        var answers = new DisabledAnswers(maxConsumers: 2);
        foreach (var (project, consumer, expected) in new[] { ("a", "1", true), ("b", "2", true), ("c", "3", false), ("a", "1", true) })
        {
            Assert.Equal(expected, await IsDisabledAsync(project, consumer));
        }

        async Task<bool> IsDisabledAsync(string project, string consumer)
        {
            var source = (GoogleCloudSource)inventory.GetSource(new() { Types = [Topics] }, project, Topics, [new("project")]);
            var error = new ApiError(ErrorKind.Disabled, "SERVICE_DISABLED", "m") { Consumer = consumer };
            return (await answers.JudgeAsync(source, source.Identity!, new ApiCall(project, "h:1"), error, Cancellation)).IsOfTheProject;
        }
    }

    [Fact]
    public async Task Collect_EmulatedCallerLacksTheApi_FailsUnlessAQuotaProjectHasIt()
    {
        var organization = new EmulatedOrganization { Projects = 3 };
        organization.CallersDisabledServices.Add("pubsub.googleapis.com");
        organization.DisabledServices.Add($"{EmulatedOrganization.ProjectId(1)}/pubsub.googleapis.com");
        await using var emulator = await GoogleCloudEmulator.StartAsync(new() { Organization = organization, ResourcesPerCollection = 1 }, Cancellation);
        var selection = new GoogleCloudSelection { Organizations = [EmulatedOrganization.Id], Types = [Topics], Children = false };

        await using var callers = new GoogleCloudInventory(new() { Endpoint = emulator.ServiceEndpoint });
        Assert.Equal(3, (await Collected.FromAsync(callers, selection)).Summary.Scopes(ScopeState.Failed));
        await using var others = new GoogleCloudInventory(new() { Endpoint = emulator.ServiceEndpoint, QuotaProject = EmulatedOrganization.ProjectId(0) });
        var collected = await Collected.FromAsync(others, selection);
        Assert.Equal((RunState.Complete, 1L, 2), (collected.Summary.State, collected.Summary.Scopes(ScopeState.Disabled), collected.Names.Count()));
        await using var lacking = new GoogleCloudInventory(new() { Endpoint = emulator.ServiceEndpoint, QuotaProject = EmulatedOrganization.ProjectId(1) });
        collected = await Collected.FromAsync(lacking, selection);
        Assert.Equal((RunState.Partial, 1L, 2L), (collected.Summary.State, collected.Summary.Scopes(ScopeState.Disabled), collected.Summary.Scopes(ScopeState.Failed)));
    }

    [Theory]
    [InlineData("Cloud KMS API has not been used in project 42 before or it is disabled.", "42")]
    [InlineData("API has not been used in project my-project before", "my-project")]
    [InlineData("Service 'x.googleapis.com' is not enabled for consumer 'project_number:42'.", "42")]
    [InlineData("This API method requires billing to be enabled. Please enable billing on project #42 by visiting", "42")]
    [InlineData("API [x] not enabled on project [42]. Would you like", "42")]
    [InlineData("not enabled in project example.com:old-project.", "example.com:old-project")]
    [InlineData("It is not enabled in project it was asked for", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void ConsumerInMessage_IsTheProjectThatItNames(string? message, string? expected) => Assert.Equal(expected, ConsumerName.InMessage(message));

    private static ScriptedHttpServer Server(Func<string, Reply> script) => new(target => script(PlacesServer.PathOf(target)));

    private static Reply Disabled(string consumer) => Reply.Json(Body($"projects/{consumer}"), 403);

    private static string Body(string consumer) => $$$"""
        {"error":{"code":403,"status":"PERMISSION_DENIED","message":"Cloud KMS API has not been used in that project before or it is disabled.",
         "details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"SERVICE_DISABLED","metadata":{"consumer":"{{{consumer}}}","service":"cloudkms.googleapis.com"}}]}}
        """;
}
