using System.Globalization;
using Inventory.Memory.Monitoring;

namespace Inventory.Memory.Gc;

/// <summary>Collects each time a certain amount of work is done, pressed or not.</summary>
internal sealed class PeriodicGcPolicy : GcPolicy
{
    private readonly long _scopes;
    private readonly long _records;
    private readonly long _bytes;
    private readonly TimeSpan _interval;

    public PeriodicGcPolicy(long? scopes, long? records, long? bytes, TimeSpan? interval)
    {
        if (scopes is null && records is null && bytes is null && interval is null)
            throw new ArgumentException("At least one of scopes, records, bytes and interval must be given.", nameof(scopes));
        ThrowIfNotPositive(scopes, nameof(scopes));
        ThrowIfNotPositive(records, nameof(records));
        ThrowIfNotPositive(bytes, nameof(bytes));
        ThrowIfNotPositive(interval?.Ticks, nameof(interval));
        (_scopes, _records, _bytes) = (scopes ?? long.MaxValue, records ?? long.MaxValue, bytes ?? long.MaxValue);
        _interval = interval ?? TimeSpan.MaxValue;
    }

    internal override GcDecision Decide(
        CollectionBoundary boundary, in MemorySample sample, in CollectionProgress sinceCollection)
    {
        if (sinceCollection.Scopes >= _scopes)
            return Because(sinceCollection.Scopes, "scopes");
        if (sinceCollection.Records >= _records)
            return Because(sinceCollection.Records, "records");
        if (sinceCollection.Bytes >= _bytes)
            return Because(sinceCollection.Bytes, "bytes");
        if (sinceCollection.Elapsed >= _interval)
            return Because((long)sinceCollection.Elapsed.TotalSeconds, "seconds");
        return GcDecision.None;
    }

    /// <summary>Forced: an optimised collection may be none, and who asks for a rhythm means it.</summary>
    private static GcDecision Because(long amount, string unit) => GcDecision.Collect(
        string.Create(CultureInfo.InvariantCulture, $"{amount} {unit} since the last forced collection"),
        mode: GCCollectionMode.Forced);

    private static void ThrowIfNotPositive(long? amount, string name)
    {
        if (amount is { } given)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(given, name);
    }
}
