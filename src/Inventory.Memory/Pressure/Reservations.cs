namespace Inventory.Memory.Pressure;

/// <summary>
/// Bytes promised to buffers that may not have been touched yet, so that two that grow at once cannot both have the
/// last megabytes. Guarded by the governor's lock.
/// </summary>
internal sealed class Reservations
{
    private long _reserved;
    private long _headroomBefore;

    /// <param name="bytes">What is asked for.</param>
    /// <param name="headroom">What a fresh sample says may still be added.</param>
    public bool TryAdd(long bytes, long headroom)
    {
        // What is reserved turns into usage as it is touched, so it must not be subtracted from the headroom of now:
        // the lower of "now" and "before, less what is reserved" counts it once.
        if (_reserved == 0 || headroom > _headroomBefore)
            _headroomBefore = headroom;
        if (bytes > Math.Min(headroom, _headroomBefore - _reserved))
            return false;
        _reserved += bytes;
        return true;
    }

    public void Remove(long bytes) => _reserved = Math.Max(0, _reserved - bytes);
}
