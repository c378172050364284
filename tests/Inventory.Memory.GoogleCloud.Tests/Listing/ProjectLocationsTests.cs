using Inventory.Memory.GoogleCloud.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Inventory.Memory.GoogleCloud.Tests.Listing;

/// <summary>How often the locations of a project are asked for.</summary>
public sealed class ProjectLocationsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Collect_SameProjectAgain_AsksForItsLocationsWhenTheyAreOld()
    {
        await using var server = Server();
        await using var inventory = Inventory(server);
        await Collected.FromAsync(inventory, Selection("p1"));
        await Collected.FromAsync(inventory, Selection("p1"));
        Assert.Equal(2, Asked(server)); // regions and zones, once

        _time.Advance(TimeSpan.FromMinutes(10));
        await Collected.FromAsync(inventory, Selection("p1"));
        Assert.Equal(4, Asked(server));
    }

    [Fact]
    public async Task Collect_WithoutACache_GivesTheSameAndAsksMoreOften()
    {
        await using var server = Server();
        await using var inventory = Inventory(server, options => options.CacheBytes = 0);
        var collected = await Collected.FromAsync(inventory, Selection("p1"));
        Assert.Equal(RunState.Complete, collected.Summary.State);
        Assert.Equal(["regions/z-1", "zones/z-1-a"], collected.Names.Select(name => string.Join('/', name.Split('/')[5..7])));
        await Collected.FromAsync(inventory, Selection("p1"));
        Assert.Equal(4, Asked(server));
    }

    [Fact]
    public async Task Collect_FailureIsOld_AsksAgain()
    {
        var fails = true;
        await using var server = new ScriptedHttpServer(target => fails ? Reply.Json("""{"error":{"code":403,"message":"no"}}""", 403) : Answer(target));
        await using var inventory = Inventory(server);
        Assert.NotEmpty((await Collected.FromAsync(inventory, Selection("p1"))).Errors);
        fails = false;
        var kept = await Collected.FromAsync(inventory, Selection("p1"));
        Assert.Equal((ScopeState.Denied, (int?)403), (kept.Errors[0].State, kept.Errors[0].HttpStatus));

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(RunState.Complete, (await Collected.FromAsync(inventory, Selection("p1"))).Summary.State);
    }

    [Fact]
    public async Task Collect_ManyProjects_KeepsNoMoreThanTheCacheMay()
    {
        await using var server = Server();
        await using var inventory = Inventory(server, options => options.CacheBytes = 8 * 1024);
        await Collected.FromAsync(inventory, Selection([.. Enumerable.Range(0, 100).Select(i => $"p{i}")]));
        Assert.Equal(200, Asked(server));
        await Collected.FromAsync(inventory, Selection("p99"));
        Assert.Equal(200, Asked(server)); // used last: still there
        await Collected.FromAsync(inventory, Selection("p0"));
        Assert.Equal(202, Asked(server)); // made room
    }

    private static GoogleCloudSelection Selection(params string[] projects) =>
        new() { Projects = projects, Types = ["compute.disks"], Locations = ["z-1"] };

    private static int Asked(ScriptedHttpServer server) =>
        server.Targets.Count(target => target.Split('?')[0].Split('/')[^1] is "zones" or "regions");

    private static ScriptedHttpServer Server() => new(Answer);

    private static Reply Answer(string target) => Reply.Json(target.Split('?')[0].Split('/')[^1] switch
    {
        "zones" => """{"items":[{"name":"z-1-a"}]}""",
        "regions" => """{"items":[{"name":"z-1"}]}""",
        _ => """{"items":[{"name":"x"}]}""",
    });

    private GoogleCloudInventory Inventory(ScriptedHttpServer server, Action<GoogleCloudOptions>? configure = null)
    {
        var options = new GoogleCloudOptions { Endpoint = server.Address };
        configure?.Invoke(options);
        return new GoogleCloudInventory(options, null, null, _time, null);
    }
}
