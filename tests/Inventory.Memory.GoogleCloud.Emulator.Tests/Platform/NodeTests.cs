using System.Net;
using System.Text.Json.Nodes;

namespace Inventory.Memory.GoogleCloud.Emulator.Tests.Platform;

/// <summary>Folders and organisations: who finds them, and what they have themselves.</summary>
public sealed class NodeTests
{
    private const string Root = $"organizations/{EmulatedOrganization.Id}";
    private const string Policies = "/compute/v1/locations/global/firewallPolicies?parentId=";

    private static string Folder(int index) => $"folders/{EmulatedOrganization.FolderId(index)}";

    [Fact]
    public async Task FirewallPolicies_EachNode_HasAsManyOfItsOwn()
    {
        await using var emulator = await StartAsync(7);
        using var client = new EmulatorClient(emulator);
        List<JsonNode> all = [];
        foreach (var node in new[] { Root, Folder(1), Folder(2) })
        {
            var first = await GetAsync(client, $"{Policies}{node}&maxResults=4");
            var second = await GetAsync(client, $"{Policies}{node}&maxResults=4&pageToken={first["nextPageToken"]}");
            JsonNode[] policies = [.. first["items"]!.AsArray().Concat(second["items"]!.AsArray()).OfType<JsonNode>()];
            Assert.Equal((7, null), (policies.Length, second["nextPageToken"]));
            Assert.All(policies, policy => Assert.Equal(node, (string?)policy["parent"]));
            Assert.All(policies, policy => Assert.Equal($"https://www.googleapis.com/compute/v1/locations/global/firewallPolicies/{policy["name"]}", (string?)policy["selfLink"]));
            all.AddRange(policies);
        }

        Assert.Equal(21, all.Select(policy => (string?)policy["selfLink"]).Distinct().Count());
    }

    [Fact]
    public async Task FirewallPolicies_NodeThatMayNotBeSeenOrIsNone_IsRefused()
    {
        var organization = new EmulatedOrganization { Projects = 20 };
        organization.DeniedFolders.Add(EmulatedOrganization.FolderId(2));
        await using var emulator = await StartAsync(1, organization);
        using var client = new EmulatorClient(emulator);

        foreach (var (node, status) in new[] { (Root, 200), (Folder(2), 403), (Folder(3), 403), ("organizations/1", 403) })
        {
            using var answer = await client.Http.GetAsync(Policies + node, TestContext.Current.CancellationToken);
            Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        }

        // Where there is no organisation, any node is answered for, as any project is; but it has to be one.
        await using var any = await GoogleCloudEmulator.StartAsync(new() { ResourcesPerCollection = 1 });
        using var free = new EmulatorClient(any);
        Assert.Single((await GetAsync(free, $"{Policies}folders/5"))["items"]!.AsArray());
        foreach (var node in new[] { "", "5", "projects/5" })
        {
            using var answer = await free.Http.GetAsync(Policies + node, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Search_FoldersAndOrganizations_FindsThoseThatMayBeSeen()
    {
        var organization = new EmulatedOrganization { Projects = 40 };
        organization.DeniedFolders.Add(EmulatedOrganization.FolderId(2));
        await using var emulator = await StartAsync(1, organization);
        using var client = new EmulatorClient(emulator);

        Assert.Equal([Root], Names(await GetAsync(client, "/v3/organizations:search?query="), "organizations"));
        var first = await GetAsync(client, "/v3/folders:search?query=&pageSize=2");
        var second = await GetAsync(client, $"/v3/folders:search?query=&pageSize=2&pageToken={first["nextPageToken"]}");
        Assert.Equal([Folder(1), Folder(3), Folder(4)], Names(first, "folders").Concat(Names(second, "folders")));
        Assert.Null(second["nextPageToken"]);
    }

    private static IEnumerable<string?> Names(JsonObject page, string property) => page[property]!.AsArray().Select(item => (string?)item!["name"]);

    private static async Task<JsonObject> GetAsync(EmulatorClient client, string path) =>
        JsonNode.Parse(await client.Http.GetStringAsync(path, TestContext.Current.CancellationToken))!.AsObject();

    private static Task<GoogleCloudEmulator> StartAsync(long resources, EmulatedOrganization? organization = null) =>
        GoogleCloudEmulator.StartAsync(new() { ResourcesPerCollection = resources, Organization = organization ?? new() { Projects = 20 } }, TestContext.Current.CancellationToken);
}
