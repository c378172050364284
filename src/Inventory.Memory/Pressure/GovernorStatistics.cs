using System.Runtime.InteropServices;

namespace Inventory.Memory.Pressure;

/// <summary>What a governor has done so far; the difference of two is what it did between them.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GovernorStatistics
{
    /// <summary>Gets the checks, by all runs.</summary>
    public long Checks { get; init; }

    /// <summary>Gets the time that these checks took, collections that they forced included, pauses not: what governing costs.</summary>
    public TimeSpan CheckTime { get; init; }

    /// <summary>Gets the collections that a policy asked for and that ran.</summary>
    public long PolicyCollections { get; init; }

    /// <summary>Gets the collections that high pressure forced.</summary>
    public long PressureCollections { get; init; }

    /// <summary>
    /// Gets the resident bytes that forced collections and trims gave back; those that gave none count 0.
    /// </summary>
    public long ReclaimedBytes { get; init; }

    /// <summary>Gets the time in forced collections and trims.</summary>
    public TimeSpan ReclaimTime { get; init; }

    /// <summary>Gets the pauses before a page.</summary>
    public long Pauses { get; init; }

    /// <summary>Gets the time in them.</summary>
    public TimeSpan PauseTime { get; init; }

    /// <summary>Gets the reservations that were refused.</summary>
    public long RefusedReservations { get; init; }

    /// <summary>Gets the runs that were told to stop.</summary>
    public long Stops { get; init; }

    /// <summary>Gets the time at level normal.</summary>
    public TimeSpan TimeNormal { get; init; }

    /// <summary>Gets the time at level elevated.</summary>
    public TimeSpan TimeElevated { get; init; }

    /// <summary>Gets the time at level critical.</summary>
    public TimeSpan TimeCritical { get; init; }

    /// <summary>Gets the time at level exhausted.</summary>
    public TimeSpan TimeExhausted { get; init; }

    /// <summary>Answers what was done from one moment to the other.</summary>
    /// <param name="later">The later moment.</param>
    /// <param name="earlier">The earlier moment.</param>
    /// <returns>The difference, member by member.</returns>
    public static GovernorStatistics operator -(GovernorStatistics later, GovernorStatistics earlier) => new()
    {
        Checks = later.Checks - earlier.Checks,
        CheckTime = later.CheckTime - earlier.CheckTime,
        PolicyCollections = later.PolicyCollections - earlier.PolicyCollections,
        PressureCollections = later.PressureCollections - earlier.PressureCollections,
        ReclaimedBytes = later.ReclaimedBytes - earlier.ReclaimedBytes,
        ReclaimTime = later.ReclaimTime - earlier.ReclaimTime,
        Pauses = later.Pauses - earlier.Pauses,
        PauseTime = later.PauseTime - earlier.PauseTime,
        RefusedReservations = later.RefusedReservations - earlier.RefusedReservations,
        Stops = later.Stops - earlier.Stops,
        TimeNormal = later.TimeNormal - earlier.TimeNormal,
        TimeElevated = later.TimeElevated - earlier.TimeElevated,
        TimeCritical = later.TimeCritical - earlier.TimeCritical,
        TimeExhausted = later.TimeExhausted - earlier.TimeExhausted,
    };
}
