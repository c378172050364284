using System.Diagnostics;
using System.Diagnostics.Metrics;
using Inventory.Memory.Collecting;

namespace Inventory.Memory.Diagnostics;

/// <summary>The collector's counters. Added up per page, so that a record costs nothing.</summary>
internal sealed class CollectorInstruments
{
    private readonly Counter<long> _resources;
    private readonly Counter<long> _errors;
    private readonly Counter<long> _scopes;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _retries;
    private readonly Counter<double> _waits;
    private readonly Counter<long> _bytes;
    private readonly Histogram<double> _runDuration;

    public CollectorInstruments(IMeterFactory? factory)
    {
        var meter = factory?.Create(InventoryDiagnostics.MeterName) ?? s_shared;
        _resources = meter.CreateCounter<long>(InventoryDiagnostics.ResourcesInstrument, "{resource}", "Resources handed out.");
        _errors = meter.CreateCounter<long>(InventoryDiagnostics.ErrorsInstrument, "{error}", "Error records handed out.");
        _scopes = meter.CreateCounter<long>(InventoryDiagnostics.ScopesInstrument, "{scope}", "Scopes that ended, by state.");
        _requests = meter.CreateCounter<long>(InventoryDiagnostics.RequestsInstrument, "{request}", "Requests that sources sent.");
        _retries = meter.CreateCounter<long>(InventoryDiagnostics.RetriesInstrument, "{request}", "Requests that sources sent because an earlier one failed.");
        _waits = meter.CreateCounter<double>(InventoryDiagnostics.WaitsInstrument, "s", "Time that sources waited after failures and not to exceed a quota.");
        _bytes = meter.CreateCounter<long>(InventoryDiagnostics.BytesInstrument, "By", "Bytes of answers that sources read.");
        _runDuration = meter.CreateHistogram<double>(InventoryDiagnostics.RunDurationInstrument, "s", "How long runs took, by state.");
    }

    private static readonly Meter s_shared = new(InventoryDiagnostics.MeterName);

    public void AddPage(string collection, long resources, in CursorTransfer transfer)
    {
        var tag = new KeyValuePair<string, object?>("inventory.collection", collection);
        _resources.Add(resources, tag);
        _requests.Add(transfer.Requests, tag);
        if (transfer.Retries > 0 || transfer.Waited > TimeSpan.Zero)
        {
            _retries.Add(transfer.Retries, tag);
            _waits.Add(transfer.Waited.TotalSeconds, tag);
        }

        _bytes.Add(transfer.Bytes, tag);
    }

    public void AddError(string collection, ScopeState state) => _errors.Add(1, Tags(collection, state));

    public void AddScope(string collection, ScopeState state) => _scopes.Add(1, Tags(collection, state));

    public void AddRun(TimeSpan elapsed, RunState state) =>
        _runDuration.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("inventory.state", state.ToString()));

    private static TagList Tags(string collection, ScopeState state) =>
        new() { { "inventory.collection", collection }, { "inventory.state", state.ToString() } };
}
