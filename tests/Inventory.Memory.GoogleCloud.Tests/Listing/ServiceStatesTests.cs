using Inventory.Memory.GoogleCloud.Tests.Support;

namespace Inventory.Memory.GoogleCloud.Tests.Listing;

/// <summary>The state of each kind of absence, in services other than Compute Engine.</summary>
public sealed class ServiceStatesTests
{
    private const string Disabled = """{"error":{"code":403,"status":"PERMISSION_DENIED","message":"m","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"SERVICE_DISABLED"}]}}""";

    [Theory]
    [InlineData("pubsub.topics")]
    [InlineData("bigquery.datasets")]
    [InlineData("container.clusters")]
    [InlineData("cloudfunctions.functions")]
    [InlineData("cloudkms.keyRings")]
    [InlineData("run.services")]
    public async Task Collect_ApiIsDisabled_IsAnAnswerAndNoError(string type)
    {
        // KMS and Cloud Run say so already when they are asked for their locations.
        await using var server = new ScriptedHttpServer(_ => Reply.Json(Disabled, 403));
        var collected = await Collected.FromAsync(server, type);
        Assert.Empty(collected.Records);
        Assert.Equal([type], Types(collected, ScopeState.Disabled));
        Assert.Equal(RunState.Complete, collected.Summary.State);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("cloudfunctions.functions", "functions", "unreachable", "projects/p1/locations/l-2")]
    [InlineData("batch.jobs", "jobs", "unreachable", "projects/p1/locations/l-2")]
    [InlineData("file.instances", "instances", "unreachable", "projects/p1/locations/l-2")]
    [InlineData("firestore.backups", "backups", "unreachable", "projects/p1/locations/l-2")]
    [InlineData("container.clusters", "clusters", "missingZones", "l-2")]
    public async Task Collect_PlaceCouldNotBeReached_KeepsTheRestAndNamesThePlace(string type, string items, string property, string place)
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json(
            $$"""{"{{property}}":["{{place}}"],"{{items}}":[{"name":"projects/p1/locations/l-1/{{items}}/a","location":"l-1"}]}"""));
        var collected = await Collected.FromAsync(server, type, selection => selection.Children = false);
        Assert.Single(collected.Names);
        var error = Assert.Single(collected.Errors);
        Assert.Equal(("unreachable", "l-2", ScopeState.Failed), (error.Reason, error.Location, error.State));
        Assert.Equal([type], Types(collected, ScopeState.Partial));
        Assert.Equal(RunState.Partial, collected.Summary.State);
        var gap = Assert.Single(collected.Summary.Incomplete);
        Assert.Equal((type, "p1", "l-2"), (gap.Collection, gap.Project, gap.Location));
    }

    [Fact]
    public async Task Collect_EmptyProject_EveryTypeIsEmptyAndTheRunComplete()
    {
        // App Engine has one object, and says with 404 that it is not there.
        await using var server = PlacesServer.Of(target => target.Contains("/apps/", StringComparison.Ordinal)
            ? Reply.Json("""{"error":{"code":404,"message":"Could not find Application \"p1\".","status":"NOT_FOUND"}}""", 404)
            : Reply.Json("{}"));
        var collected = await Collected.FromAsync(server, "*", selection => selection.ExcludedTypes = ["compute.regions", "compute.zones"]);
        Assert.Empty(collected.Records.Select(record => record.Error?.ToString() ?? record.Name));
        Assert.Equal(RunState.Complete, collected.Summary.State);
        Assert.All(Enum.GetValues<ScopeState>(), state => Assert.Equal(state == ScopeState.Empty, collected.Summary.Scopes(state) > 0));
    }

    [Fact]
    public async Task Collect_DeletedProject_EveryListFailsAndTheRunGoesOn()
    {
        await using var server = PlacesServer.Of(target => target.Contains("gone", StringComparison.Ordinal)
            ? Reply.Json("""{"error":{"code":404,"message":"Project gone was not found.","status":"NOT_FOUND"}}""", 404)
            : Reply.Json("""{"kind":"k","name":"apps/p1","topics":[{"name":"projects/p1/topics/a"}]}"""));

        // App Engine, too, whose 404 means elsewhere that there is no application.
        string[] types = ["appengine.apps", "compute.disks", "pubsub.topics", "sqladmin.instances", "container.clusters", "cloudfunctions.functions", "run.services", "storage.buckets"];
        var collected = await Collected.FromAsync(server, "*", selection => (selection.Projects, selection.Types, selection.Children) = (["gone", "p1"], types, false));
        Assert.All(collected.Errors, error => Assert.Equal(("gone", ScopeState.Failed, (int?)404), (error.Project, error.State, error.HttpStatus)));
        Assert.Equal(types.Order(StringComparer.Ordinal), Types(collected, ScopeState.Failed).Order(StringComparer.Ordinal));
        Assert.Equal(["//pubsub.googleapis.com/projects/p1/topics/a", "//appengine.googleapis.com/apps/p1"], collected.Names);
        Assert.Equal(RunState.Partial, collected.Summary.State);
    }

    [Fact]
    public async Task Collect_ParentDeletedMeanwhile_NamesTheParentAndNotTheProject()
    {
        await using var server = PlacesServer.Of(target => PlacesServer.PathOf(target) switch
        {
            "/v1/projects/p1/locations/l-1/keyRings" => Reply.Json("""{"keyRings":[{"name":"projects/p1/locations/l-1/keyRings/k"}]}"""),
            "/v1/projects/p1/locations/l-2/keyRings" => Reply.Json("{}"),
            _ => Reply.Json("""{"error":{"code":404,"message":"KeyRing not found.","status":"NOT_FOUND"}}""", 404),
        });
        var collected = await Collected.FromAsync(server, "KMS");

        Assert.Single(collected.Names);
        var error = Assert.Single(collected.Errors);
        Assert.Equal((ScopeState.Failed, "cloudkms.cryptoKeys"), (error.State, error.Collection));
        Assert.Contains("'locations/l-1/keyRings/k', which it belongs to, was listed before", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("project's id", error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Types(Collected collected, ScopeState state) =>
        collected.Summary.Types.Where(type => type.Scopes(state) > 0).Select(type => type.Collection);
}
