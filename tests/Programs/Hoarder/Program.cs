// Does what nobody should: keeps every record. Arguments: the endpoint, and whether the governor is on.
using Inventory.Memory;
using Inventory.Memory.GoogleCloud;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;

using var monitor = new MemoryMonitor();
var governor = new MemoryGovernor(monitor, options: new MemoryGovernorOptions { Enabled = args[1] == "on" });
await using var google = new GoogleCloudInventory(new() { Endpoint = args[0] });
var selection = new GoogleCloudSelection { Projects = ["hoard"], Types = ["compute.instances"] };
var run = new SequentialCollector(governor: governor).Collect(new CollectionRequest(google.GetSourcesAsync(selection)));
var hoard = new List<DetachedRecord>();
await foreach (var record in run)
{
    hoard.Add(record.Detach());
}

Console.WriteLine($"{run.Summary.State} {hoard.Count}");
if (run.Summary.StopMessage is { } message)
{
    Console.Error.WriteLine(message);
}

return run.Summary.State switch
{
    RunState.Complete => 0,
    RunState.Stopped => 4,
    _ => 3,
};
