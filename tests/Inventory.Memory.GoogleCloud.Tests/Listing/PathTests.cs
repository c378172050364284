using Inventory.Memory.GoogleCloud.Tests.Support;

namespace Inventory.Memory.GoogleCloud.Tests.Listing;

/// <summary>Names that would lead to another path than the one that is meant.</summary>
public sealed class PathTests
{
    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    public async Task Collect_ProjectThatIsAPath_IsRefusedAtOnce(string project)
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json("{}"));
        var failure = await Assert.ThrowsAsync<ArgumentException>(() => Collected.FromAsync(server, "compute.snapshots", selection => selection.Projects = [project]));
        Assert.Contains($"'{project}'", failure.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Collect_NameOfAnAnswerThatIsAPath_FailsWhatStandsUnderIt()
    {
        await using var server = new ScriptedHttpServer(target => Reply.Json(target.StartsWith("/storage/v1/b?", StringComparison.Ordinal)
            ? """{"kind":"storage#buckets","items":[{"name":".."},{"name":"b1"}]}"""
            : """{"kind":"storage#policy","bindings":[]}"""));
        var collected = await Collected.FromAsync(server, "storage.*");

        Assert.Equal(["unusableName"], collected.Errors.Select(error => error.Reason));
        Assert.Equal(["/storage/v1/b", "/storage/v1/b/b1/iam"], server.Targets.Select(target => target.Split('?')[0]));
        Assert.Equal(3, collected.Resources.Count());
    }
}
