namespace CustomSource;

/// <summary>Has the shape of Google.Cloud.Compute.V1's InstancesClient, which needs an account.</summary>
internal static class AggregatedClient
{
    public static async IAsyncEnumerable<KeyValuePair<string, InstancesScopedList>> AggregatedListAsync(string project)
    {
        foreach (var zone in (string[])["zones/europe-west1-b", "zones/us-central1-a", "zones/us-east1-c"])
        {
            await Task.Yield();
            yield return zone switch
            {
                "zones/us-central1-a" => new(zone, new([new($"{project}-web-1", "RUNNING"), new($"{project}-web-2", "STOPPED")], null)),
                "zones/us-east1-c" => new(zone, new([], new("UNREACHABLE", "The zone did not answer."))),
                _ => new(zone, new([], new("NO_RESULTS_ON_PAGE", "There are no results for this scope."))),
            };
        }
    }
}

internal sealed record InstancesScopedList(IReadOnlyList<Instance> Instances, Warning? Warning);

internal sealed record Instance(string Name, string Status);

internal sealed record Warning(string Code, string Message);
