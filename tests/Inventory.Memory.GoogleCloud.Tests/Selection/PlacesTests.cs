using Inventory.Memory.GoogleCloud.Tests.Support;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Tests.Selection;

/// <summary>Which places there are: services know different ones, and what nobody knows is said once.</summary>
public sealed class PlacesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Cloud Build has no zones; Compute Engine has the one that is asked for.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public async Task Collect_ZoneThatOneServiceDoesNotHave_IsEmptyThere(int lookAhead)
    {
        await using var server = PlacesServer.Of(_ => Reply.Json("""{"items":[{"name":"d"}]}"""));
        var (collected, ends) = await CollectAsync(server, ["cloudbuild.workerPools", "compute.disks"], ["l-1-a"], lookAhead);

        Assert.Empty(collected.Errors.Select(error => error.ToString()));
        Assert.Equal(RunState.Complete, collected.Summary.State);
        Assert.Equal(["cloudbuild.workerPools * Empty", "compute.disks zones/l-1-a Complete"], ends.Order());
    }

    [Fact]
    public async Task Collect_PlaceThatNobodyKnows_IsSaidOnceAtTheEnd()
    {
        await using var server = PlacesServer.Of(_ => Reply.Json("""{"items":[{"name":"d"}]}"""));
        var (collected, ends) = await CollectAsync(server, ["cloudbuild.workerPools", "compute.disks"], ["l-1-a", "l-9", "l-1-z"], projects: ["p1", "p2"]);

        var error = Assert.Single(collected.Errors);
        Assert.Same(error, collected.Records[^1].Error);
        Assert.Equal((RunState.Partial, "unknownLocation", null, 0), (collected.Summary.State, error.Reason, error.Project, error.Attempts));
        Assert.Contains("'l-9', 'l-1-z'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Nearest: l-1, l-2.", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, collected.Resources.Count());
        Assert.Equal("locations * Failed", ends[^1]);
    }

    /// <summary>Whoever goes on behind the sources that knew a place asks them again before he says that nobody does.</summary>
    [Theory]
    [InlineData("l-1-a", 0)]
    [InlineData("L-2", 0)]
    [InlineData("global", 0)]
    [InlineData("eur4", 0)]
    [InlineData("l-9", 1)]
    public async Task GetSources_ScopesAreNotAskedFor_KnowsAllTheSame(string location, int unknown)
    {
        await using var server = PlacesServer.Of(_ => Reply.Json("{}"));
        await using var inventory = new GoogleCloudInventory(new() { Endpoint = server.Address });
        GoogleCloudSelection selection = new() { Projects = ["p1"], Types = ["compute.disks", "run.services", "compute.networks"], Locations = [location] };

        Assert.Equal(3 + unknown, await inventory.GetSourcesAsync(selection, Cancellation).CountAsync(Cancellation));
    }

    /// <summary>A place that may be one that could not be listed is not called unknown, and not passed over either.</summary>
    [Fact]
    public async Task Collect_PlacesCannotBeListed_SaysWhyItIsNotKnown()
    {
        await using var server = new ScriptedHttpServer(target => target.Contains("/zones?", StringComparison.Ordinal)
            ? Reply.Json("""{"error":{"code":403,"message":"no"}}""", 403)
            : Reply.Json("""{"items":[{"name":"l-1"}]}"""));
        var (collected, ends) = await CollectAsync(server, ["compute.disks"], ["l-1-a"]);

        Assert.All(collected.Errors, error => Assert.Equal((ScopeState.Denied, "http403"), (error.State, error.Reason)));
        Assert.Equal(["compute.disks * Denied", "locations * Denied"], ends);
        Assert.Contains("'l-1-a'", collected.Errors[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_NoPlacesAtAll_IsAStateOfItsOwn()
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json("{}"));
        var (collected, ends) = await CollectAsync(server, ["run.services"], []);

        Assert.Equal((RunState.Complete, 0), (collected.Summary.State, collected.Errors.Count));
        Assert.Equal(["run.services * Empty"], ends);
    }

    /// <summary>More places than Google has, or some without a name: those that are known are collected, and it is said that there are others.</summary>
    [Theory]
    [InlineData(10_001)]
    [InlineData(-2)]
    public async Task Collect_PlacesThatAreNotAllKnown_CollectsTheOthersAndSaysSo(int places)
    {
        var names = string.Join(',', Enumerable.Range(0, Math.Abs(places)).Select(place => $$"""{"locationId":"l-{{place}}"}"""));
        var nameless = places < 0 ? """,{"displayName":"x"}""" : "";
        await using var server = new ScriptedHttpServer(target => target.Split('?')[0].EndsWith("/locations", StringComparison.Ordinal)
            ? Reply.Json($$"""{"locations":[{{names}}{{nameless}}]}""")
            : Reply.Json("{}"));
        var (collected, ends) = await CollectAsync(server, ["run.services"], ["l-0", "l-1"]);

        Assert.Equal("locationsIncomplete", Assert.Single(collected.Errors).Reason);
        Assert.Equal(RunState.Partial, collected.Summary.State);
        Assert.Equal(["run.services locations/l-0 Empty", "run.services locations/l-1 Empty", "run.services * Partial"], ends);
    }

    /// <summary>The second page of places breaks: the first is collected.</summary>
    [Fact]
    public async Task Collect_SecondPageOfPlacesBreaks_CollectsTheFirstAndSaysSo()
    {
        await using var server = new ScriptedHttpServer(target => (target.Contains("/locations?", StringComparison.Ordinal), target.Contains("pageToken", StringComparison.Ordinal)) switch
        {
            (true, false) => Reply.Json("""{"locations":[{"locationId":"l-1"}],"nextPageToken":"2"}"""),
            (true, true) => Reply.Json("""{"error":{"code":403,"message":"no"}}""", 403),
            _ => Reply.Json("""{"services":[{"name":"projects/p1/locations/l-1/services/s"}]}"""),
        });
        var (collected, ends) = await CollectAsync(server, ["run.services"], []);

        Assert.Equal(["run.services locations/l-1 Complete", "run.services * Denied"], ends);
        Assert.Equal((1, ScopeState.Denied), (collected.Names.Count(), Assert.Single(collected.Errors).State));
    }

    private static async Task<(Collected Collected, IReadOnlyList<string> Ends)> CollectAsync(
        ScriptedHttpServer server, string[] types, string[] locations, int lookAhead = 0, params string[] projects)
    {
        await using var inventory = new GoogleCloudInventory(new() { Endpoint = server.Address, MaxAttempts = 1 });
        List<ScopeResult> ends = [];
        GoogleCloudSelection selection = new() { Projects = projects.Length > 0 ? projects : ["p1"], Types = types, Locations = locations, Children = false };
        var collected = await Collected.FromAsync(inventory.GetSourcesAsync(selection, Cancellation), ends, lookAhead);
        return (collected, [.. ends.Select(end => $"{end.Collection} {end.Scope} {end.State}")]);
    }
}
