using System.Net;

namespace Inventory.Memory.GoogleCloud.Emulator.Tests.Http;

/// <summary>A filter narrows a list down as it says, or is refused: one that is passed over looks like an estate of which everything matches.</summary>
public sealed class FilterTests
{
    private static readonly Task<GoogleCloudEmulator> s_emulator = GoogleCloudEmulator.StartAsync(new() { ResourcesPerCollection = 300 });

    [Theory]
    [InlineData("status=RUNNING")]
    [InlineData("status!=RUNNING")]
    [InlineData("status = RUNNING AND status!=\"TERMINATED\"")]
    [InlineData("labels.env:*")]
    [InlineData("name:1")]
    [InlineData("networkInterfaces.name=nic0")]
    public async Task List_Filtered_HasWhatMatchesAndNothingElse(string filter)
    {
        using var client = new EmulatorClient(await s_emulator);
        var all = await client.ListAsync("aggregated/instances");

        var some = await client.ListAsync($"aggregated/instances?filter={Uri.EscapeDataString(filter)}", pageSize: 7);

        Assert.Equal(
            all.Where(entry => Matches(filter, entry.Resource)).Select(entry => (string?)entry.Resource["selfLink"]),
            some.Select(entry => (string?)entry.Resource["selfLink"]));
        Assert.NotEmpty(all);
    }

    [Fact]
    public async Task List_ByNameAndLabel_IsThatOne()
    {
        using var client = new EmulatorClient(await s_emulator);
        var (scope, one) = (await client.ListAsync("aggregated/instances")).First(entry => entry.Resource["labels"] is not null);
        var (label, value) = one["labels"]!.AsObject().First();

        var some = await client.ListAsync($"{scope}/instances?filter=name={one["name"]}%20labels.{label}:{value}");

        Assert.Equal((string?)one["name"], (string?)Assert.Single(some).Resource["name"]);
    }

    [Fact]
    public async Task List_NothingMatches_IsEmpty()
    {
        using var client = new EmulatorClient(await s_emulator);

        Assert.Empty(await client.ListAsync("global/networks?filter=name=nobody"));
        Assert.Null((await client.GetAsync("global/networks?filter=name=nobody"))["items"]);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("name=")]
    [InlineData("name=a OR name=b")]
    [InlineData("(name=a)")]
    [InlineData("NOT name=a")]
    [InlineData("-name=a")]
    [InlineData("name=a AND")]
    [InlineData("AND name=a")]
    [InlineData("name=a*")]
    [InlineData("diskSizeGb>10")]
    [InlineData("name eq a")]
    [InlineData(" ")]
    public async Task List_FilterThatIsNotUnderstood_IsRefused(string filter)
    {
        using var client = new EmulatorClient(await s_emulator);

        var (status, error) = await client.FailAsync($"global/networks?filter={Uri.EscapeDataString(filter)}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains($"'{filter}'", (string?)error["message"], StringComparison.Ordinal);
    }

    /// <summary>What each filter means, said a second time.</summary>
    private static bool Matches(string filter, System.Text.Json.Nodes.JsonObject resource) => filter switch
    {
        "status!=RUNNING" => (string?)resource["status"] != "RUNNING",
        "labels.env:*" => resource["labels"]?["env"] is not null,
        "name:1" => ((string?)resource["name"])!.Contains('1', StringComparison.Ordinal),
        "networkInterfaces.name=nic0" => resource["networkInterfaces"]!.AsArray().Any(one => (string?)one!["name"] == "nic0"),
        _ => (string?)resource["status"] == "RUNNING",
    };
}
