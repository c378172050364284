using System.Globalization;
using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Gc;

/// <summary>
/// Collects each time a certain amount of work is done, pressed or not. Rarely right (a forced collection in the steady
/// state tends to raise the peak); for those who want the rhythm of the classic collectors.
/// </summary>
public sealed class PeriodicGcPolicy : GcPolicy
{
    /// <summary>Gets the number of scopes; null = does not count.</summary>
    public long? Scopes { get; init; }

    /// <summary>Gets the number of records; null = does not count.</summary>
    public long? Records { get; init; }

    /// <summary>Gets the number of payload bytes; null = does not count.</summary>
    public long? Bytes { get; init; }

    /// <summary>Gets the time; null = does not count.</summary>
    public TimeSpan? Interval { get; init; }

    /// <inheritdoc/>
    protected override GcDecision DecideCore(
        CollectionBoundary boundary, in MemorySample sample, in CollectionProgress sinceCollection)
    {
        if (sinceCollection.Scopes >= (Scopes ?? long.MaxValue) && Scopes > 0)
            return Because(sinceCollection.Scopes, "scopes");
        if (sinceCollection.Records >= (Records ?? long.MaxValue) && Records > 0)
            return Because(sinceCollection.Records, "records");
        if (sinceCollection.Bytes >= (Bytes ?? long.MaxValue) && Bytes > 0)
            return Because(sinceCollection.Bytes, "bytes");
        if (Interval is { } interval && interval > TimeSpan.Zero && sinceCollection.Elapsed >= interval)
            return Because((long)sinceCollection.Elapsed.TotalSeconds, "seconds");
        return GcDecision.None;
    }

    /// <summary>Forced: an optimised collection may be none, and who asks for a rhythm means it.</summary>
    private static GcDecision Because(long amount, string unit) => GcDecision.Collect(
        string.Create(CultureInfo.InvariantCulture, $"{amount} {unit} since the last forced collection"),
        mode: GCCollectionMode.Forced);
}
