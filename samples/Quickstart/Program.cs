using Inventory.Memory;
using Inventory.Memory.GoogleCloud;
using Inventory.Memory.GoogleCloud.Emulator;

// Google's list APIs on loopback, so that this runs without an account. Leave it out, and the endpoint with it, to
// collect your own project with the credentials of the environment.
await using var emulator = await GoogleCloudEmulator.StartAsync(new() { ResourcesPerCollection = 1000 });

await using var google = new GoogleCloudInventory(new() { Endpoint = emulator.ServiceEndpoint });
var selection = new GoogleCloudSelection { Projects = ["my-project"], Types = ["compute.instances", "compute.disks", "compute.networks"] };

var run = new SequentialCollector().Collect(new CollectionRequest(google.GetSourcesAsync(selection)));
await foreach (var record in run)
{
    if (record.Error is { } error)
    {
        Console.Error.WriteLine(error);
    }
    else if (run.Summary.Resources % 500 == 1)
    {
        // A record is a lease: its bytes are valid until the next one. Detach() gives something to keep.
        Console.WriteLine($"{record.AssetType} in {record.Location}: {record.Name} ({record.Json.Length} bytes)");
    }
}

Console.WriteLine($"{run.Summary.State}: {run.Summary.Resources} resources in {run.Summary.Elapsed.TotalSeconds:0.00} s");
Console.WriteLine(run.Summary.Memory);
