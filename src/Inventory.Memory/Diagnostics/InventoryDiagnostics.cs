namespace Inventory.Memory.Diagnostics;

/// <summary>Names under which the library reports metrics and traces, for those who listen.</summary>
public static class InventoryDiagnostics
{
    /// <summary>The meter.</summary>
    public const string MeterName = "Inventory.Memory";

    /// <summary>The activity source: activities for the run, each type, each scope and each page.</summary>
    public const string ActivitySourceName = "Inventory.Memory";

    /// <summary>Counter of resources handed out, by <c>inventory.collection</c>.</summary>
    public const string ResourcesInstrument = "inventory.memory.resources";

    /// <summary>Counter of error records, by <c>inventory.collection</c> and <c>inventory.state</c>.</summary>
    public const string ErrorsInstrument = "inventory.memory.errors";

    /// <summary>Counter of scopes that ended, by <c>inventory.collection</c> and <c>inventory.state</c>.</summary>
    public const string ScopesInstrument = "inventory.memory.scopes";

    /// <summary>Counter of requests, by <c>inventory.collection</c>.</summary>
    public const string RequestsInstrument = "inventory.memory.requests";

    /// <summary>Counter of requests that were sent because an earlier one failed, by <c>inventory.collection</c>.</summary>
    public const string RetriesInstrument = "inventory.memory.retries";

    /// <summary>Counter of seconds waited after failures and not to exceed a quota, by <c>inventory.collection</c>.</summary>
    public const string WaitsInstrument = "inventory.memory.wait.duration";

    /// <summary>Counter of bytes read, by <c>inventory.collection</c>.</summary>
    public const string BytesInstrument = "inventory.memory.received";

    /// <summary>Histogram of the duration of runs in seconds, by <c>inventory.state</c>.</summary>
    public const string RunDurationInstrument = "inventory.memory.run.duration";
}
