using System.Runtime.InteropServices;

namespace Inventory.Memory.Gc;

/// <summary>
/// Work that was done: by a run since its previous check, or by all runs since the last forced collection.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CollectionProgress
{
    /// <summary>Gets the scopes that ended.</summary>
    public long Scopes { get; init; }

    /// <summary>Gets the records handed out.</summary>
    public long Records { get; init; }

    /// <summary>Gets the bytes of payload read.</summary>
    public long Bytes { get; init; }

    /// <summary>Gets the bytes of records that the consumer detached, and may be keeping.</summary>
    public long DetachedBytes { get; init; }

    /// <summary>Gets the time that it took. The governor measures it: what a run passes is ignored.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Adds two amounts of work.</summary>
    /// <param name="one">An amount.</param>
    /// <param name="other">Another.</param>
    /// <returns>The sum, member by member.</returns>
    public static CollectionProgress operator +(CollectionProgress one, CollectionProgress other) => new()
    {
        Scopes = one.Scopes + other.Scopes,
        Records = one.Records + other.Records,
        Bytes = one.Bytes + other.Bytes,
        DetachedBytes = one.DetachedBytes + other.DetachedBytes,
        Elapsed = one.Elapsed + other.Elapsed,
    };
}
