using System.Net;
using System.Text.Json.Nodes;

namespace Inventory.Memory.GoogleCloud.Emulator.Tests.Estates;

public sealed class RecordedEstateTests : IDisposable
{
    private const string Disk = """{"name":"d1","b":1.50,"a":[],"e":{},"text":"\u00e9 \/ \"x\"","big":12345678901234567890,"selfLink":"https://www.googleapis.com/compute/v1/projects/my-project/zones/us-central1-a/disks/d1"}""";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("emulator-recorded-");

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<GoogleCloudEmulator> StartAsync() => GoogleCloudEmulator.StartAsync(new() { RecordedFolder = _folder.FullName });

    private void Write(string file, params string[] lines) => File.WriteAllLines(Path.Combine(_folder.FullName, file), lines);

    private static string Link(string place, string project = "my-project") =>
        $$"""{"selfLink":"https://www.googleapis.com/compute/v1/projects/{{project}}/{{place}}"}""";

    [Fact]
    public async Task Resources_Served_AreTokenForTokenTheRecordedOnes()
    {
        Write("compute.disks.ndjson", Disk);
        await using var emulator = await StartAsync();
        using var client = new EmulatorClient(emulator);

        var compact = await client.Http.GetStringAsync(EmulatorClient.Url("aggregated/disks?prettyPrint=false", "my-project"));
        var pretty = await client.Http.GetStringAsync(EmulatorClient.Url("zones/us-central1-a/disks", "my-project"));

        Assert.Contains(Disk, compact, StringComparison.Ordinal);
        Assert.Contains("\"b\": 1.50,\n      \"a\": [],\n      \"e\": {},\n      \"text\": \"\\u00e9 \\/ \\\"x\\\"\",\n      \"big\": 12345678901234567890,", pretty, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resources_OfSeveralFilesAndScopes_AreWhereTheirLinkSays()
    {
        Write("compute.disks.ndjson", Disk, Link("zones/us-central1-b/disks/d2"));
        Write("compute.regionDisks.ndjson", Link("regions/us-central1/disks/d3"));
        Write("compute.globalAddresses.ndjson", Link("global/addresses/a1", "other-project"));
        Write("compute.zones.ndjson", Link("zones/us-central1-a"));
        await using var emulator = await StartAsync();
        using var client = new EmulatorClient(emulator);

        Assert.Equal(["my-project", "other-project"], emulator.Projects);
        Assert.Empty(emulator.Omitted);
        Assert.Equal(
            ["regions/us-central1", "zones/us-central1-a", "zones/us-central1-b"],
            (await client.ListAsync("aggregated/disks", 1, "my-project")).Select(item => item.Scope));
        Assert.Single(await client.ListAsync("regions/us-central1/disks", 10, "my-project"));
        Assert.Single(await client.ListAsync("global/addresses", 10, "other-project"));
        Assert.Single(await client.ListAsync("zones", 10, "my-project"));
        Assert.Empty(await client.ListAsync("aggregated/instances", 10, "my-project"));
    }

    [Fact]
    public async Task Scopes_ThatAreNotKnown_AreServedToo()
    {
        Write("compute.instances.ndjson", Link("zones/moon-north1-a/instances/i1"));
        await using var emulator = await StartAsync();
        using var client = new EmulatorClient(emulator);

        var item = Assert.Single(await client.ListAsync("aggregated/instances", 10, "my-project"));
        Assert.Equal("zones/moon-north1-a", item.Scope);
        Assert.Single(await client.ListAsync("zones/moon-north1-a/instances", 10, "my-project"));
    }

    [Fact]
    public async Task Omitted_EachForItsReason_IsNamedWithFileAndLine()
    {
        Write("compute.projects.ndjson", Link(""));
        Write("notes.txt", "not resources");
        Write(
            "compute.disks.ndjson",
            Disk,
            Disk,
            "{\"name\":\"no link\"}",
            "not JSON",
            "[]",
            Link("zones/us-central1-a/disks/d1", "${projectId}"),
            Link("zones/us-central1-a/disks/d1", "PROJECT_ID"),
            Link("zones/us-central1-a/instances/d1"),
            Link("global/disks/d1"),
            Link("zones/${zone}/disks/d1"));
        await using var emulator = await StartAsync();

        var omitted = emulator.Omitted.Select(item => item.ToString()).ToArray();

        Assert.Equal(11, omitted.Length);
        Assert.Contains("compute.projects.ndjson: 'compute.projects' is no list method of the catalog", omitted);
        Assert.Contains("notes.txt: not an NDJSON file", omitted);
        Assert.Contains("compute.disks.ndjson:3: it has no selfLink", omitted);
        Assert.Contains("compute.disks.ndjson:5: it is not a JSON object", omitted);
        Assert.Contains("compute.disks.ndjson:6: '${projectId}' is a placeholder, not a project", omitted);
        Assert.Contains("compute.disks.ndjson:7: 'PROJECT_ID' is a placeholder, not a project", omitted);
        Assert.Contains(omitted, text => text.StartsWith("compute.disks.ndjson:2: ", StringComparison.Ordinal) && text.EndsWith("was there before", StringComparison.Ordinal));
        Assert.Contains(omitted, text => text.StartsWith("compute.disks.ndjson:4: it is not JSON", StringComparison.Ordinal));
        Assert.Equal(3, omitted.Count(text => text.EndsWith("is in no scope that compute.disks is listed in", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Project_NotRecorded_IsNotFound()
    {
        Write("compute.disks.ndjson", Disk);
        await using var emulator = await StartAsync();
        using var client = new EmulatorClient(emulator);

        var (status, error) = await client.FailAsync("aggregated/disks");

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal("The resource 'projects/test-project' was not found", (string?)error["message"]);
    }

    [Fact]
    public async Task Lines_LongAndWithoutAnEnd_AreReadWhole()
    {
        var large = $$"""{"name":"d2","description":"{{new string('x', 300_000)}}","selfLink":"projects/my-project/zones/us-central1-a/disks/d2"}""";
        File.WriteAllText(Path.Combine(_folder.FullName, "compute.disks.ndjson"), Disk + "\r\n\n" + large);
        await using var emulator = await StartAsync();
        using var client = new EmulatorClient(emulator);

        var items = await client.ListAsync("aggregated/disks?prettyPrint=false", 10, "my-project");

        Assert.Equal(2, items.Count);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(large), items[1].Resource));
    }

    [Fact]
    public async Task StartAsync_FolderThatIsNotThere_SaysSo()
    {
        await Assert.ThrowsAsync<DirectoryNotFoundException>(
            () => GoogleCloudEmulator.StartAsync(new() { RecordedFolder = Path.Combine(_folder.FullName, "none") }));
    }
}
