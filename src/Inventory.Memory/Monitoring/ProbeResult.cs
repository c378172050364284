namespace Inventory.Memory.Monitoring;

/// <summary>How a probe's attempt ended.</summary>
internal enum ProbeResult
{
    /// <summary>Values were written.</summary>
    Read,

    /// <summary>The system does not have this source: no fault, looked for again now and then.</summary>
    Absent,

    /// <summary>The source is there and could not be read or understood.</summary>
    Failed,
}
