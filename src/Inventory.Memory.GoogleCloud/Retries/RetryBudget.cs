namespace Inventory.Memory.GoogleCloud.Retries;

/// <summary>
/// How many retries a host may still get: every page that it answers earns a part of one, every retry costs one. A host
/// that is down is soon asked once per scope only, instead of adding a multiple of that to its trouble.
/// </summary>
/// <remarks>The idea is gRPC's retry throttling. Quota answers cost nothing: the server has said when to come again. Safe for concurrent use.</remarks>
internal sealed class RetryBudget
{
    /// <summary>Four scopes with five retries each, before the host has answered anything.</summary>
    public const int Initial = 20;

    /// <summary>What a run over a host that answers well can save up for an outage.</summary>
    public const int Most = 100;

    /// <summary>One retry for five pages: a host at which every tenth request fails never runs out.</summary>
    private const int PagesPerRetry = 5;

    private int _parts = Initial * PagesPerRetry;
    private int _hasAnswered;

    /// <summary>Whether anything ever came from the host. Until then a wrong address is more likely than bad luck.</summary>
    public bool HasAnswered => Volatile.Read(ref _hasAnswered) != 0;

    /// <summary>The host has said something, be it an error.</summary>
    public void Answered() => Volatile.Write(ref _hasAnswered, 1);

    /// <summary>A page was read to its end.</summary>
    public void Earn()
    {
        Answered();
        if (Interlocked.Increment(ref _parts) > Most * PagesPerRetry)
        {
            Interlocked.Decrement(ref _parts);
        }
    }

    /// <summary>Takes one retry. False: there is none left.</summary>
    public bool TryTake()
    {
        if (Interlocked.Add(ref _parts, -PagesPerRetry) >= 0)
        {
            return true;
        }

        Interlocked.Add(ref _parts, PagesPerRetry);
        return false;
    }
}
