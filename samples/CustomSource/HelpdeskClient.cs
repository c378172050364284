namespace CustomSource;

/// <summary>Stands for any client of a paged API.</summary>
internal static class HelpdeskClient
{
    private const int TicketsPerQueue = 250;

    public static async Task<(IReadOnlyList<Ticket> Tickets, string? Next)> ListAsync(
        string queue, string? pageToken, int pageSize, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(1), cancellationToken);
        var start = pageToken is null ? 0 : int.Parse(pageToken);
        var end = Math.Min(start + pageSize, TicketsPerQueue);
        var tickets = Enumerable.Range(start, end - start).Select(i => new Ticket($"{queue}-{i}", $"Ticket {i} of {queue}")).ToList();
        return (tickets, end < TicketsPerQueue ? end.ToString() : null);
    }
}

internal sealed record Ticket(string Id, string Title);
