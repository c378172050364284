using Inventory.Memory.Diagnostics;
using Inventory.Memory.Gc;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;
using Inventory.Memory.Sources;
using Microsoft.Extensions.Logging;

namespace Inventory.Memory;

/// <summary>
/// Everything that a run tells the world while it walks: summary, log, metrics, activities; and the moments at which
/// memory is checked.
/// </summary>
internal sealed class RunRecorder(
    CollectionSummary summary,
    MemoryGovernor governor,
    CollectorInstruments instruments,
    ILogger logger,
    TimeProvider time,
    int scopesPerMemoryCheck) : IDisposable
{
    /// <summary>What most sources put on a page by themselves: 500, Compute Engine's default and maximum.</summary>
    private const int UsualPageSize = 500;

    private readonly CollectorActivities _activities = new(summary.RunId);
    private readonly MemorySession _memory = governor.Monitor.BeginSession();
    private readonly IDisposable _sampling = governor.Monitor.StartSampling();
    private TypeSummary _type = null!;
    private ResourceSource _source = null!;
    private GcStatistics _typeGc;
    private long _typeBegan;
    private long _typeStartBytes;
    private ResourceScope _scope = ResourceScope.Default;
    private ResourceCursor? _cursor;
    private long _scopes;
    private long _inType;
    private long _inScope;
    private long _inPage;
    private int _pages;
    private int _notices;
    private long _requests;
    private long _retries;
    private long _bytes;
    private long _detached;
    private long _checkedScopes;
    private long _checkedRecords;
    private long _checkedBytes;

    public CollectionSummary Summary => summary;

    /// <summary>Whether some scope gave an answer, be it that there is nothing.</summary>
    public bool SomethingAnswered { get; private set; }

    /// <summary>Whether some scope ended in a state that is not an answer.</summary>
    public bool SomethingMissing { get; private set; }

    public void BeginRun()
    {
        var (gcBefore, collectionsBefore) = (GcStatistics.Capture(), governor.GetStatistics().PolicyCollections);
        summary.Begin(_memory.GetStatistics, () => GcStatistics.Capture() - gcBefore, () => governor.GetStatistics().PolicyCollections - collectionsBefore);
        logger.RunBegins(summary.RunId, ByteSize.Mb(governor.Monitor.Record().RssBytes));
    }

    public void EndRun(RunState state)
    {
        summary.End(state);
        var memory = summary.Memory;
        _activities.EndRun(state);
        Dispose();
        instruments.AddRun(summary.Elapsed, state);
        if (logger.IsEnabled(LogLevel.Information))
        {
            logger.RunEnded(summary.RunId, state, summary.Resources, summary.Errors, summary.Elapsed.TotalSeconds, ByteSize.Mb(governor.Monitor.Latest.RssBytes));
            logger.MemorySummary(memory);
        }
    }

    public void Dispose()
    {
        _activities.Dispose();
        _sampling.Dispose();
        _memory.Dispose();
    }

    public void BeginSource(ResourceSource source)
    {
        _source = source;
        _type = summary.BeginType(source);
        _inType = 0;
        _typeBegan = time.GetTimestamp();
        _typeGc = GcStatistics.Capture();
        _typeStartBytes = _memory.TakeWindow().Last;
        _activities.BeginType(source);
    }

    public ValueTask<GovernorDecision> EndSourceAsync(CancellationToken cancellationToken)
    {
        _activities.EndType();
        _type.AddProfile(
            time.GetElapsedTime(_typeBegan), _typeStartBytes, _memory.TakeWindow().Peak, GcStatistics.Capture() - _typeGc, governor.Monitor.IsShared);
        if (_inType > 0)
        {
            logger.TypeProcessed(_inType, _source.Collection, _source.Project);
        }

        return CheckAsync(CollectionBoundary.Type, cancellationToken);
    }

    public void BeginScope(ResourceScope scope, ResourceCursor cursor)
    {
        (_scope, _cursor) = (scope, cursor);
        cursor.Reservation = governor;
        cursor.Item.Collection = _source.Collection;
        cursor.Item.Project = _source.Project;
        _inScope = _inPage = _requests = _retries = _bytes = 0;
        _pages = _notices = 0;
        summary.BeginScope(scope);
        _activities.BeginScope(scope);
        _activities.BeginPage(1);
    }

    public void BeforeRead() => _activities.Enter();

    public void AddResource()
    {
        _inPage++;
        _type.AddResource();
        summary.AddResource();
    }

    /// <summary>A notice is an error record and a gap of its own; its scope ends partial.</summary>
    public InventoryError AddNotice(ScopeNotice notice)
    {
        _notices++;
        var error = new InventoryError
        {
            Collection = _source.Collection,
            Project = _source.Project,
            AssetType = notice.AssetType ?? _source.AssetTypes[0],
            Location = notice.Location ?? _scope.Location,
            State = notice.State,
            Reason = notice.Reason,
            Message = Cut(notice.Message),
            Attempts = 1,
        };
        AddError(error);
        return error;
    }

    public ValueTask<GovernorDecision> EndPageAsync(CancellationToken cancellationToken)
    {
        AddTransfer();
        _pages++;
        logger.PageRead(_pages, _source.Collection, _scope.Name, _inPage);
        _activities.EndPage(_inPage);
        _activities.BeginPage(_pages + 1);
        _inPage = 0;
        return CheckAsync(CollectionBoundary.Page, cancellationToken);
    }

    /// <summary>The scope has ended by itself: complete, empty, or partial after a notice.</summary>
    public ValueTask<GovernorDecision> EndScopeAsync(CancellationToken cancellationToken)
    {
        AddTransfer();
        SomethingAnswered = true;
        EndScope(_notices > 0 ? ScopeState.Partial : _inScope > 0 ? ScopeState.Complete : ScopeState.Empty, null);
        return ++_scopes % scopesPerMemoryCheck == 0 ? CheckAsync(CollectionBoundary.Scope, cancellationToken) : default;
    }

    /// <summary>A scope, or the finding of scopes, has ended with a failure.</summary>
    public InventoryError FailScope(ScopeState state, string reason, string message, Exception? exception = null)
    {
        AddTransfer();
        var error = NewError(state, reason, message, exception);
        SomethingAnswered |= state is ScopeState.Disabled or ScopeState.Denied or ScopeState.Partial || _inScope > 0;
        EndScope(state, error);
        if (state != ScopeState.Disabled)
        {
            AddError(error);
        }

        _scopes++;
        return error;
    }

    public void StopRun(string message)
    {
        summary.Stop(message);
        logger.RunStops(summary.RunId, message);
    }

    /// <summary>The scope was being read when the run ended: whoever reads the summary must not take it for complete.</summary>
    public void AbandonScope()
    {
        AddTransfer();
        summary.AddIncomplete(NewError(ScopeState.Stopped, "runEnded", "The run ended while this was being read."));
        EndScope(ScopeState.Stopped, null);
    }

    /// <summary>Null while memory is fine: each source then takes its own default.</summary>
    public int? AdaptPageSize(int? requested)
    {
        var wanted = requested ?? UsualPageSize;
        var adapted = governor.AdaptPageSize(wanted);
        return requested is null && adapted >= wanted ? null : adapted;
    }

    private InventoryError NewError(ScopeState state, string reason, string message, Exception? exception = null)
    {
        var failure = exception as ScopeFailedException;
        return new InventoryError
        {
            Collection = _source.Collection,
            Project = _source.Project,
            AssetType = _source.AssetTypes[0],
            Location = _scope.Location,
            State = state,
            Reason = reason,
            Message = Cut(message),
            HttpStatus = failure?.HttpStatus,
            Attempts = failure?.Attempts ?? (_cursor is null ? 0 : 1),
            Exception = exception,
        };
    }

    private void EndScope(ScopeState state, InventoryError? error)
    {
        SomethingMissing |= state is not (ScopeState.Complete or ScopeState.Empty or ScopeState.Disabled);
        _type.AddScope(state);
        instruments.AddScope(_source.Collection, state);
        _activities.EndScope(state, error);
        logger.ScopeEnded(_scope.Name, _source.Collection, _source.Project, state, _inScope);
        _cursor = null;
        _scope = ResourceScope.Default;
        _inScope = _inPage = 0;
    }

    private void AddError(InventoryError error)
    {
        _type.AddError();
        summary.AddError(error);
        summary.AddIncomplete(error);
        instruments.AddError(error.Collection, error.State);
        logger.ScopeIncomplete(error.Exception, error.Collection, error.Location, error.Project, error.State, error.Reason, error.Message);
    }

    private void AddTransfer()
    {
        _inType += _inPage;
        _inScope += _inPage;
        if (_cursor is not { } cursor)
        {
            return;
        }

        var (requests, retries, bytes) = (cursor.Requests - _requests, cursor.Retries - _retries, cursor.BytesRead - _bytes);
        summary.AddTransfer(requests, retries, bytes);
        _type.AddPayload(bytes);
        instruments.AddPage(_source.Collection, _inPage, requests, bytes);
        _detached += cursor.Item.DetachedBytes;
        cursor.Item.DetachedBytes = 0;
        (_requests, _retries, _bytes) = (cursor.Requests, cursor.Retries, cursor.BytesRead);
    }

    private ValueTask<GovernorDecision> CheckAsync(CollectionBoundary boundary, CancellationToken cancellationToken)
    {
        if (boundary == CollectionBoundary.Scope && logger.IsEnabled(LogLevel.Debug))
        {
            logger.ScopesProcessed(_scopes, ByteSize.Mb(governor.Monitor.Latest.RssBytes));
        }

        var (scopes, records, bytes) = (_scopes, summary.Resources, summary.BytesRead);
        var progress = new CollectionProgress { Scopes = scopes - _checkedScopes, Records = records - _checkedRecords, Bytes = bytes - _checkedBytes, DetachedBytes = _detached };
        _detached = 0;
        (_checkedScopes, _checkedRecords, _checkedBytes) = (scopes, records, bytes);
        return governor.CheckAsync(boundary, progress, cancellationToken);
    }

    private static string Cut(string message) => message.Length <= InventoryError.MaxMessageLength
        ? message
        : string.Concat(message.AsSpan(0, InventoryError.MaxMessageLength - 1), "…");
}
