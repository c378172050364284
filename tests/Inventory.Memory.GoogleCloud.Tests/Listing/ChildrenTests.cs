using Inventory.Memory.GoogleCloud.Emulator;
using Inventory.Memory.GoogleCloud.Emulator.Faults;
using Inventory.Memory.GoogleCloud.Tests.Support;

namespace Inventory.Memory.GoogleCloud.Tests.Listing;

/// <summary>What is listed once for each resource of another collection.</summary>
public sealed class ChildrenTests
{
    [Fact]
    public async Task Collect_ChildIsDenied_TheParentStaysAndTheChildsScopeIsDenied()
    {
        var denied = new EmulatorFault { Kind = FaultKind.Status, Collection = "storage.bucketPolicies", Status = 403, Reason = "forbidden" };
        await using var emulator = await GoogleCloudEmulator.StartAsync(new() { ResourcesPerCollection = 3, Faults = { denied } }, TestContext.Current.CancellationToken);
        await using var inventory = new GoogleCloudInventory(new GoogleCloudOptions { Endpoint = emulator.ServiceEndpoint });
        var collected = await Collected.FromAsync(inventory, new GoogleCloudSelection { Projects = ["p1"], Types = ["CloudStorage"] });
        Assert.Equal(3, collected.Names.Count());
        Assert.Equal(3, collected.Errors.Count);
        Assert.All(collected.Errors, error => Assert.Equal(("storage.bucketPolicies", ScopeState.Denied), (error.Collection, error.State)));
    }

    [Fact]
    public async Task Collect_OnlyChildren_ParentsAreWalkedAndNotHandedOut()
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync(new() { ResourcesPerCollection = 3 }, TestContext.Current.CancellationToken);
        await using var inventory = new GoogleCloudInventory(new GoogleCloudOptions { Endpoint = emulator.ServiceEndpoint });
        var collected = await Collected.FromAsync(inventory, new GoogleCloudSelection { Projects = ["p1"], Types = ["storage.bucketPolicies"] });
        Assert.Equal(["storage.googleapis.com/IamPolicy"], collected.Resources.Select(record => record.AssetType).Distinct());
        Assert.Equal(3, collected.Names.Count());
    }
}
