using CustomSource;
using Inventory.Memory;
using Inventory.Memory.Sources;

// 1. A paged API that is not Google's: one delegate fetches a page, one writes a resource.
var tickets = new PagedSource<Ticket>(
    collection: "helpdesk.tickets",
    assetType: "helpdesk.example.com/Ticket",
    fetch: async (scope, pageToken, pageSize, cancellationToken) =>
    {
        var page = await HelpdeskClient.ListAsync(queue: scope.Name, pageToken, pageSize ?? 100, cancellationToken);
        return new ResourcePage<Ticket> { Items = page.Tickets, NextPageToken = page.Next };
    },
    write: (ticket, item) =>
    {
        item.SetName($"//helpdesk.example.com/tickets/{ticket.Id}");
        item.Write(ticket, SampleJsonContext.Default.Ticket);
    })
{
    Scopes = [new ResourceScope("billing"), new ResourceScope("support")],

    // A page that could not be fetched is fetched again: after 1, 2, 4 and 8 seconds, then the scope fails.
    RetryDelay = (failure, attempts) => failure is HttpRequestException && attempts < 5 ? TimeSpan.FromSeconds(1 << (attempts - 1)) : null,
};

// 2. An IAsyncEnumerable shaped like AggregatedListAsync of Google's own Compute client: from each scope to what is
// in it, or to a warning. With that client the first line reads
//    (_, _) => client.AggregatedListAsync(project).SelectMany(Flatten)
var instances = new AsyncEnumerableSource<(string Scope, Instance? Instance, Warning? Warning)>(
    collection: "compute.instances",
    assetType: "compute.googleapis.com/Instance",
    list: (_, _) => AggregatedClient.AggregatedListAsync("my-project").SelectMany(Flatten),
    write: (entry, item) =>
    {
        item.Location = entry.Scope.Split('/')[^1];
        if (entry.Warning is { } warning)
        {
            item.Report(new ScopeNotice { Reason = warning.Code, Message = warning.Message, Location = item.Location });
            return;
        }

        item.SetName($"//compute.googleapis.com/projects/my-project/{entry.Scope}/instances/{entry.Instance!.Name}");
        item.Write(entry.Instance, SampleJsonContext.Default.Instance);
    });

var run = new SequentialCollector().Collect(new CollectionRequest(tickets, instances));
await using var output = new NdjsonWriter(Console.OpenStandardOutput());
await foreach (var record in run)
{
    await output.WriteAsync(record);
}

Console.Error.WriteLine($"{run.Summary.State}: {run.Summary.Resources} resources, {run.Summary.Errors} errors");

static IEnumerable<(string, Instance?, Warning?)> Flatten(KeyValuePair<string, InstancesScopedList> entry) =>
    entry.Value.Warning is { Code: not "NO_RESULTS_ON_PAGE" } warning
        ? [(entry.Key, null, warning)]
        : entry.Value.Instances.Select(instance => (entry.Key, (Instance?)instance, (Warning?)null));
