using Inventory.Memory.GoogleCloud.Catalog;
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
    public async Task Collect_EveryKindOfChildIsDenied_WhatIsAboveStaysAndEachScopeIsDenied()
    {
        var catalog = GoogleCatalog.Default;
        var denied = catalog.Collections.Where(entry => entry.Methods.ContainsKey(ScopeKind.Parent) && !catalog.ChildrenOf(entry).Any()).Select(entry => entry.FullName).ToList();
        var options = new GoogleCloudEmulatorOptions { ResourcesPerCollection = 3 };
        denied.ForEach(child => options.Faults.Add(new EmulatorFault { Kind = FaultKind.Status, Collection = child, Status = 403, Reason = "forbidden" }));
        await using var emulator = await GoogleCloudEmulator.StartAsync(options, TestContext.Current.CancellationToken);
        await using var inventory = new GoogleCloudInventory(new GoogleCloudOptions { Endpoint = emulator.ServiceEndpoint });

        var without = await Collected.FromAsync(inventory, new GoogleCloudSelection { Projects = ["p1"], Types = ["*"], ExcludedTypes = denied });
        var collected = await Collected.FromAsync(inventory, new GoogleCloudSelection { Projects = ["p1"], Types = ["*"] });

        Assert.Equal((RunState.Complete, RunState.Partial), (without.Summary.State, collected.Summary.State));
        Assert.Equal(without.Names, collected.Names);
        Assert.Equal(denied.Order(StringComparer.Ordinal), collected.Errors.Select(error => error.Collection).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.All(collected.Summary.Types.Where(type => denied.Contains(type.Collection, StringComparer.Ordinal)), type =>
            Assert.Equal((type.Scopes(ScopeState.Denied), 0), (Enum.GetValues<ScopeState>().Sum(type.Scopes), type.Resources)));
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

    /// <summary>A policy has no name of its own, so that anything could be taken for one.</summary>
    [Theory]
    [InlineData("""{"error":{"code":500,"message":"no"}}""")]
    [InlineData("""{"kind":"x","error":null}""")]
    [InlineData("[{}]")]
    [InlineData("null")]
    [InlineData("")]
    public async Task Collect_ChildIsOneObjectAndTheAnswerIsNot_FailsAndTheParentStays(string body)
    {
        await using var server = new ScriptedHttpServer(target =>
            Reply.Json(target.Contains("/iam", StringComparison.Ordinal) ? body : """{"items":[{"name":"a"}]}"""));

        var collected = await Collected.FromAsync(server, "CloudStorage");

        Assert.Equal(["//storage.googleapis.com/a"], collected.Names);
        Assert.Equal(("storage.bucketPolicies", ScopeState.Failed), collected.Errors.Select(error => (error.Collection, error.State)).Single());
    }
}
