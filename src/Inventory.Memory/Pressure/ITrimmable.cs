namespace Inventory.Memory.Pressure;

/// <summary>Something that holds memory it could do without: a pool, a cache.</summary>
public interface ITrimmable
{
    /// <summary>
    /// Lets go of what is not in use. Called on any thread, by one at a time, when memory is scarce: it should allocate
    /// little and must not wait. What it throws is logged and otherwise ignored.
    /// </summary>
    /// <param name="level">How urgent it is.</param>
    /// <returns>About how many bytes were let go.</returns>
    long Trim(PressureLevel level);
}
