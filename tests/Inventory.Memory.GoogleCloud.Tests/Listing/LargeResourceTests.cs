using System.Text;
using Inventory.Memory.GoogleCloud.Tests.Reliability;
using Inventory.Memory.GoogleCloud.Tests.Support;

namespace Inventory.Memory.GoogleCloud.Tests.Listing;

/// <summary>What grows with an answer has a bound, or is not made at all.</summary>
[Collection(Alone.Name)]
public sealed class LargeResourceTests
{
    private const int MiB = 1 << 20;

    /// <summary>A document of an instance of 12 MiB would be an array of 16 MiB that nobody has asked for.</summary>
    [Fact]
    public async Task Collect_AddressesOfALargeInstance_ReadsOnlyWhatIsNeeded()
    {
        var filler = new string('x', 12 * MiB);
        var reply = Reply.Of(200, "Content-Type: application/json\r\n", Encoding.UTF8.GetBytes(
            $$$$$"""{"items":{"zones/z":{"instances":[{"name":"i","metadata":{"networkInterfaces":["no"],"v":"{{{{{filler}}}}}"},"networkInterfaces":[{"name":"nic0","accessConfigs":[{"natIP":"192.0.2.1"}]}],"zone":"z"}]}}}"""));
        await using var server = PlacesServer.Of(target => target.Contains("/instances", StringComparison.Ordinal) ? reply : Reply.Json("{}"));
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var collected = await Collected.FromAsync(server, "compute.externalIPAddresses");
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        Assert.Equal("192.0.2.1", Assert.Single(collected.Names).Split('/')[^1]);
        Assert.InRange(allocated, 0, 8 * MiB);
    }

    [Fact]
    public async Task Collect_ErrorOfMegabytesUnder200_IsReadUpToItsBound()
    {
        var reply = Reply.Of(200, "Content-Type: application/json\r\n", Encoding.UTF8.GetBytes($$$$$"""{"error":{"code":503,"message":"down","details":["{{{{{new string('x', 12 * MiB)}}}}}"]}}"""));
        await using var server = PlacesServer.Of(_ => reply);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var collected = await Collected.FromAsync(server, "pubsub.topics");
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        Assert.Contains("down", collected.Summary.FirstError!.Message, StringComparison.Ordinal);
        Assert.InRange(allocated, 0, 12 * MiB);
    }
}
