using Inventory.Memory.GoogleCloud.Tests.Support;
using Inventory.Memory.Reliability;

namespace Inventory.Memory.GoogleCloud.Tests.Http;

/// <summary>Where an access token goes, and where it does not.</summary>
public sealed class TokenTests
{
    private const string Secret = "ya29.secret";

    [Fact]
    public async Task Collect_LoopbackWithoutAProxy_SendsTheToken()
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json("{}"));
        await CollectAsync(server, proxy: null);
        Assert.Contains($"Authorization: Bearer {Secret}", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    /// <summary>A proxy of the options is used for loopback, too: it would read the token.</summary>
    [Fact]
    public async Task Collect_LoopbackThroughAProxy_SendsNothing()
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json("{}"));
        await using var proxy = new ScriptedHttpServer(_ => Reply.Json("{}"));
        var errors = await CollectAsync(server, proxy.Address);
        Assert.Empty(server.Requests);
        Assert.Empty(proxy.Requests);
        Assert.Equal("tokenInTheClear", Assert.Single(errors).Reason);
    }

    [Fact]
    public async Task Collect_RedirectToAnotherHost_DoesNotTakeTheTokenThere()
    {
        await using var other = new ScriptedHttpServer(_ => Reply.Json("{}"));
        await using var server = new ScriptedHttpServer(_ => Reply.Json("", 307, $"Location: {other.Address}/compute\r\n"));
        var errors = await CollectAsync(server, proxy: null);
        Assert.Empty(other.Requests);
        Assert.Equal("redirect", Assert.Single(errors).Reason);
    }

    private static async Task<IReadOnlyList<InventoryError>> CollectAsync(ScriptedHttpServer server, string? proxy)
    {
        var options = new GoogleCloudOptions { Endpoint = server.Address, Proxy = proxy };
        await using var inventory = new GoogleCloudInventory(options, TokenSource.FromString(Secret), null, new SkippingClock(), null);
        var collected = await Collected.FromAsync(inventory, new() { Projects = ["p"], Types = ["compute.snapshots"] }, lookAhead: 0);
        Assert.All(collected.Errors, error => Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal));
        return collected.Errors;
    }
}
