using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Selection;

namespace Inventory.Memory.GoogleCloud.Tests.Selection;

public sealed class TypeSelectorTests
{
    [Theory]
    [InlineData("compute.googleapis.com/Instance", "instances")]
    [InlineData("COMPUTE.googleapis.com/instance", "instances")]
    [InlineData("MachineImage", "machineImages")]
    [InlineData("compute.instances", "instances")]
    [InlineData("machineImages", "machineImages")]
    [InlineData("compute.regionDisks", "disks")]
    [InlineData("machineTypes", "machineTypes")]
    [InlineData("HttpHealthChec?", "httpHealthChecks")]
    public void Select_Glob_FindsTheCollection(string glob, string collection) =>
        Assert.Equal([collection], Select(glob).Select(selected => selected.Entry.Name));

    [Theory]
    [InlineData("RegionDisk", false, true)]
    [InlineData("regionDisks", false, true)]
    [InlineData("Disk", true, false)]
    [InlineData("disks", true, true)]
    [InlineData("*Disk", true, true)]
    public void Select_AssetType_WantsJustItsScopes(string glob, bool zonal, bool regional)
    {
        var disks = Select(glob).Single(selected => selected.Entry.Name == "disks");
        Assert.Equal((zonal, regional), (disks.Wants(ScopeKind.Zone), disks.Wants(ScopeKind.Region)));
    }

    [Fact]
    public void Select_Nothing_IsAllButReferenceData() =>
        Assert.Equal(GoogleCatalog.Default.Collections.Where(entry => !entry.Reference), TypeSelector.Matching(GoogleCatalog.Default, new TypeQuery([], [], true)));

    [Fact]
    public void Select_Star_IsEverything() =>
        Assert.Equal(GoogleCatalog.Default.Collections, TypeSelector.Matching(GoogleCatalog.Default, new TypeQuery(["*"], [], true)));

    [Fact]
    public void Select_SeveralGlobs_KeepTheCatalogsOrder() =>
        Assert.Equal(["disks", "instances"], Select("compute.instances", "disks").Select(selected => selected.Entry.Name));

    [Fact]
    public void Select_CollectionWhoseGroupHasOtherMethods_IsJustThatCollection() =>
        Assert.Equal(["storage.buckets"], TypeSelector.Matching(GoogleCatalog.Default, new TypeQuery(["storage.buckets"], [], true)).Select(entry => entry.FullName));

    [Fact]
    public void Select_Unknown_NamesItAndTheNearest()
    {
        var failure = Assert.Throws<ArgumentException>(() => Select("instnces"));
        Assert.Equal("The type 'instnces' matches nothing that can be collected. Nearest: instances, Instance.", failure.Message);
    }

    private static IReadOnlyList<SelectedCollection> Select(params string[] globs) => TypeSelector.Select(GoogleCatalog.Default, new TypeQuery(globs, [], true));
}
