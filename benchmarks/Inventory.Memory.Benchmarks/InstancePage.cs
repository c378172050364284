using Inventory.Memory.GoogleCloud.Emulator;

namespace Inventory.Memory.Benchmarks;

/// <summary>One page of 500 instances as Compute Engine sends it, from the emulator.</summary>
internal static class InstancePage
{
    public static byte[] Read() => ReadAsync().GetAwaiter().GetResult();

    private static async Task<byte[]> ReadAsync()
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync(new() { ResourcesPerCollection = 500 });
        using var client = new HttpClient();
        return await client.GetByteArrayAsync(new Uri(emulator.Endpoint, "compute/v1/projects/p/aggregated/instances?maxResults=500&prettyPrint=false"));
    }
}
