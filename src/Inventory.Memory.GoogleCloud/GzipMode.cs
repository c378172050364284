namespace Inventory.Memory.GoogleCloud;

/// <summary>Whether answers are asked for compressed.</summary>
public enum GzipMode
{
    /// <summary>Compressed over a network, plain towards loopback, where decompressing costs more than it saves.</summary>
    Auto,

    /// <summary>Always compressed.</summary>
    On,

    /// <summary>Never compressed.</summary>
    Off,
}
