using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Emulator;
using Inventory.Memory.GoogleCloud.Tests.Support;

namespace Inventory.Memory.GoogleCloud.Tests.Listing;

/// <summary>Every collection of the catalog over real HTTP: what the emulator has is what is collected.</summary>
public sealed class WholeEstateTests
{
    [Fact]
    public async Task Collect_EveryType_IsCompleteAndEveryResourceOnce()
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync(new() { ResourcesPerCollection = 8, Organization = new() { Projects = 1 } }, TestContext.Current.CancellationToken);
        await using var inventory = new GoogleCloudInventory(new GoogleCloudOptions { Endpoint = emulator.ServiceEndpoint });
        var collected = await Collected.FromAsync(inventory, new GoogleCloudSelection { Organizations = [EmulatedOrganization.Id], Types = ["*"] });

        Assert.Empty(collected.Errors.Select(error => error.ToString()));
        Assert.Equal(RunState.Complete, collected.Summary.State);
        var twice = collected.Names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key);
        Assert.Empty(twice);
        Assert.All(collected.Names, name => Assert.Matches("^//[a-z]+[.]googleapis[.]com/[^/].*[^/]$", name));
        var types = collected.Resources.Select(record => record.AssetType).ToHashSet(StringComparer.Ordinal);
        Assert.Equal([], GoogleCatalog.Default.Collections.Select(entry => entry.AssetTypes[0]).Except(types));
    }

    [Fact]
    public async Task Collect_EveryTypeInPagesOfOne_KeepsEachPage()
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync(new() { ResourcesPerCollection = 8 }, TestContext.Current.CancellationToken);
        var selection = new GoogleCloudSelection { Projects = ["p1"], Types = ["*"] };
        await using var large = new GoogleCloudInventory(new GoogleCloudOptions { Endpoint = emulator.ServiceEndpoint });
        await using var small = new GoogleCloudInventory(new GoogleCloudOptions { Endpoint = emulator.ServiceEndpoint, PageSize = 1 });

        var expected = await Collected.FromAsync(large, selection);
        var collected = await Collected.FromAsync(small, selection);

        Assert.Equal(RunState.Complete, collected.Summary.State);
        Assert.Equal(expected.Names, collected.Names);
        Assert.True(collected.Summary.Requests > expected.Summary.Requests + GoogleCatalog.Default.Collections.Count, "few lists had a second page");
    }
}
