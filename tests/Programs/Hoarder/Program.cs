// Makes every record its own. Arguments: the endpoint; whether the governor is on; whether it keeps them ("keep": what
// nobody should) or lets them go ("drop": garbage, and a lot of it).
using Inventory.Memory;
using Inventory.Memory.GoogleCloud;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;

using var monitor = new MemoryMonitor();
var governor = new MemoryGovernor(monitor, options: new MemoryGovernorOptions { Enabled = args[1] == "on" });
await using var google = new GoogleCloudInventory(new() { Endpoint = args[0] });
var selection = new GoogleCloudSelection { Projects = ["hoard"], Types = ["compute.instances"] };
var run = new SequentialCollector(governor: governor).Collect(new CollectionRequest(google.GetSourcesAsync(selection)));
const long FirstRecords = 10_000; // about 40 MB: the collector is at work, no limit is near
var kept = 0L;
var hoard = new List<DetachedRecord>();
await foreach (var record in run)
{
    if (args[2] == "drop")
    {
        hoard.Clear();
    }

    hoard.Add(record.Detach());
    if (++kept == FirstRecords)
    {
        Console.WriteLine($"{kept} so far");
    }
}

var done = governor.GetStatistics();
Console.WriteLine($"{run.Summary.State} {run.Summary.Resources}, forced collections {done.PolicyCollections + done.PressureCollections}, {done.ReclaimTime.TotalMilliseconds:F0} ms, pauses {done.PauseTime.TotalMilliseconds:F0} ms");
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
