using System.Diagnostics.Metrics;

namespace Inventory.Memory.Pressure;

/// <summary>What a governor does, as metrics on its monitor's meter; gone when that is disposed.</summary>
internal static class GovernorInstruments
{
    public static void AddTo(Meter meter, MemoryGovernor governor)
    {
        meter.CreateObservableGauge(
            "inventory.memory.level", () => (int)governor.Level, "1", "0 normal, 1 elevated, 2 critical, 3 exhausted.");
        Counter(meter, governor, "inventory.memory.collections", "{collection}", "Collections that were forced.",
            static done => done.PolicyCollections + done.PressureCollections);
        Counter(meter, governor, "inventory.memory.reclaimed", "By", "Resident bytes that forced collections and trims gave back.",
            static done => done.ReclaimedBytes);
        Counter(meter, governor, "inventory.memory.reservations.refused", "{reservation}", "Buffers that were not allowed to grow.",
            static done => done.RefusedReservations);
        Counter(meter, governor, "inventory.memory.stops", "{run}", "Runs that were told to stop.", static done => done.Stops);
        Seconds(meter, governor, "inventory.memory.check.time", "Time in checks, forced collections included, pauses not.", static done => done.CheckTime);
        Seconds(meter, governor, "inventory.memory.reclaim.time", "Time in forced collections and trims.", static done => done.ReclaimTime);
        Seconds(meter, governor, "inventory.memory.pause.time", "Time that runs were held for memory to fall.", static done => done.PauseTime);
    }

    private static void Counter(
        Meter meter, MemoryGovernor governor, string name, string unit, string description, Func<GovernorStatistics, long> value) =>
        meter.CreateObservableCounter(name, () => value(governor.GetStatistics()), unit, description);

    private static void Seconds(
        Meter meter, MemoryGovernor governor, string name, string description, Func<GovernorStatistics, TimeSpan> value) =>
        meter.CreateObservableCounter(name, () => value(governor.GetStatistics()).TotalSeconds, "s", description);
}
