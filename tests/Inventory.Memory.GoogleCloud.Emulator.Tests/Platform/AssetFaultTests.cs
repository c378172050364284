using System.Text.Json;
using System.Text.Json.Nodes;
using Inventory.Memory.GoogleCloud.Emulator.Faults;

namespace Inventory.Memory.GoogleCloud.Emulator.Tests.Platform;

/// <summary>Faults meet Cloud Asset Inventory's list, too.</summary>
public sealed class AssetFaultTests
{
    private const string Page = "/v1/projects/p1/assets?contentType=RESOURCE&assetTypes=compute.googleapis.com/Network&pageSize=10&pageToken=";

    [Fact]
    public async Task ListAssets_CutJson_OnThatPageAndOnce()
    {
        await using var emulator = await StartAsync(new EmulatorFault { Kind = FaultKind.CutJson, Collection = "cloudasset.assets", Page = 1, Times = 1, AfterBytes = 300 });
        using var client = new EmulatorClient(emulator);
        var token = (string?)JsonNode.Parse(await GetAsync(client, Page))!["nextPageToken"];

        var cut = await GetAsync(client, Page + token);

        // The first letter from there on is where it ends.
        Assert.InRange(cut.Length, 300, 350);
        Assert.ThrowsAny<JsonException>(() => JsonNode.Parse(cut));
        Assert.Equal(10, JsonNode.Parse(await GetAsync(client, Page + token))!["assets"]!.AsArray().Count);
    }

    [Fact]
    public async Task ListAssets_DuplicatePage_IsTheOneBeforeWithItsOwnToken()
    {
        await using var emulator = await StartAsync(new EmulatorFault { Kind = FaultKind.DuplicatePage, Collection = "cloudasset.assets", Page = 1, Times = 1 });
        using var client = new EmulatorClient(emulator);
        var first = JsonNode.Parse(await GetAsync(client, Page))!;
        var duplicate = JsonNode.Parse(await GetAsync(client, $"{Page}{first["nextPageToken"]}"))!;
        var second = JsonNode.Parse(await GetAsync(client, $"{Page}{first["nextPageToken"]}"))!;

        Assert.Equal(first["assets"]!.ToJsonString(), duplicate["assets"]!.ToJsonString());
        Assert.NotEqual(first["assets"]!.ToJsonString(), second["assets"]!.ToJsonString());
        Assert.Equal((string?)second["nextPageToken"], (string?)duplicate["nextPageToken"]);
    }

    private static Task<GoogleCloudEmulator> StartAsync(EmulatorFault fault)
    {
        var options = new GoogleCloudEmulatorOptions();
        options.Faults.Add(fault);
        return GoogleCloudEmulator.StartAsync(options, TestContext.Current.CancellationToken);
    }

    private static Task<string> GetAsync(EmulatorClient client, string address) => client.Http.GetStringAsync(address, TestContext.Current.CancellationToken);
}
