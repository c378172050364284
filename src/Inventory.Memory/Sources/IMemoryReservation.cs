namespace Inventory.Memory.Sources;

/// <summary>Asked before memory is taken, so that a ceiling is kept by refusal instead of by the kernel.</summary>
internal interface IMemoryReservation
{
    bool TryReserve(long bytes);

    void Release(long bytes);
}
