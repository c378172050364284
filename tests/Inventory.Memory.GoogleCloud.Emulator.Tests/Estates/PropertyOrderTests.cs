using System.Text.Json.Nodes;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.Tests.Shared;

namespace Inventory.Memory.GoogleCloud.Emulator.Tests.Estates;

/// <summary>Where in a resource its name and selfLink stand: a reader may stop looking once it has both.</summary>
public sealed class PropertyOrderTests
{
    private static readonly string[] s_first = ["kind", "id", "creationTimestamp", "name"];

    [Fact]
    public async Task Instances_SelfLink_IsBehindMostOfTheInstance()
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(emulator);
        var instances = await client.ListAsync("aggregated/instances");
        Assert.All(instances, instance =>
        {
            var names = Names(instance.Resource);
            Assert.Equal(s_first, names.Take(s_first.Length));
            Assert.Equal(["serviceAccounts", "selfLink", "scheduling"], names.Skip(names.IndexOf("selfLink") - 1).Take(3));
            var text = EmulatorClient.Compact(instance.Resource);
            Assert.True(text.LastIndexOf("\"selfLink\":", StringComparison.Ordinal) > text.Length / 2, text);
        });
    }

    [Fact]
    public async Task Resources_SelfLink_IsWhereGoogleWritesIt()
    {
        var folder = Path.Combine(RecordedData.Folder(), "recorded", "items");
        await using var emulator = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(emulator);
        var compared = 0;
        foreach (var entry in GoogleCatalog.Default.Collections.Where(entry => File.Exists(Path.Combine(folder, entry.FullName + ".ndjson"))))
        {
            var recorded = Recorded(Path.Combine(folder, entry.FullName + ".ndjson"));
            if (recorded.Count == 0 || !(entry.Methods.ContainsKey(ScopeKind.Aggregated) || entry.Methods.ContainsKey(ScopeKind.Global)))
            {
                continue;
            }

            compared++;
            var scope = entry.Methods.ContainsKey(ScopeKind.Aggregated) ? "aggregated" : "global";
            foreach (var (_, resource) in await client.ListAsync($"{scope}/{entry.Segment}"))
            {
                var names = Names(resource);
                Assert.All(names, name => Assert.True(
                    Side(recorded, name) * Side([names], name) >= 0, $"{entry.FullName}: {name} is on the other side of selfLink in {string.Join(", ", names)}"));
            }
        }

        Assert.True(compared >= 15, $"{compared} collections");
    }

    /// <summary>Negative: mostly before selfLink; positive: behind it.</summary>
    private static int Side(List<List<string>> resources, string name) => Math.Sign(resources
        .Where(names => names.Contains(name))
        .Sum(names => Math.Sign(names.IndexOf(name) - names.IndexOf("selfLink"))));

    /// <summary>The names of resources in the order of the API; some recordings were sorted, or written by a client.</summary>
    private static List<List<string>> Recorded(string file) =>
    [
        .. File.ReadLines(file)
            .Select(line => Names(JsonNode.Parse(line)!.AsObject()))
            .Where(names => names.Contains("selfLink") && names.Take(s_first.Length).SequenceEqual(s_first)),
    ];

    private static List<string> Names(JsonObject resource) => [.. resource.Select(property => property.Key)];
}
