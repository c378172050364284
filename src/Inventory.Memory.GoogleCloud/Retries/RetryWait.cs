using Inventory.Memory.GoogleCloud.Http;

namespace Inventory.Memory.GoogleCloud.Retries;

/// <summary>How long an answer itself says to wait. Everything else backs off exponentially.</summary>
internal static class RetryWait
{
    /// <summary>Quota refills each minute; whoever else waits for it must not come in the same instant.</summary>
    private static readonly TimeSpan s_spread = TimeSpan.FromSeconds(1);

    /// <summary>The wait that the answer asks for, or that its quota needs; null: it says nothing.</summary>
    /// <param name="error">The failure.</param>
    /// <param name="now">The time of day of this machine, where the answer says none of the server's.</param>
    /// <param name="chance">0 to 1.</param>
    public static TimeSpan? For(ApiError error, DateTimeOffset now, double chance)
    {
        if (error.RetryAfter is { } asked && asked > TimeSpan.Zero)
        {
            return asked;
        }

        return error.Kind == ErrorKind.Quota ? ToNextMinute(error.AnsweredAt ?? now) + (s_spread * chance) : null;
    }

    private static TimeSpan ToNextMinute(DateTimeOffset now) => TimeSpan.FromTicks(TimeSpan.TicksPerMinute - (now.Ticks % TimeSpan.TicksPerMinute));
}
