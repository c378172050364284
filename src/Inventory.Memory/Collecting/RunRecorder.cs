using Inventory.Memory.Diagnostics;
using Inventory.Memory.Gc;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;
using Inventory.Memory.Sources;
using Microsoft.Extensions.Logging;

namespace Inventory.Memory.Collecting;

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
    private readonly SourceTrimming _trimming = new(governor);
    private SourceTally? _at;
    private long _scopes;
    private long _detached;
    private long _checkedScopes;
    private long _checkedRecords;
    private long _checkedBytes;

    public CollectionSummary Summary => summary;

    private SourceTally At => _at ?? throw new InvalidOperationException("No source has begun.");

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
        _trimming.Dispose();
    }

    /// <summary>A source begins: at the top, or under the resource that was just handed out.</summary>
    public void BeginSource(ResourceSource source)
    {
        _at?.EndProfile(time, _memory, governor.Monitor.IsShared);
        _at = new SourceTally(source, summary.BeginType(source), _at);
        _at.BeginProfile(time, _memory);
        _trimming.Set(source.Trimmable);
        _activities.BeginType(source);
    }

    /// <summary>A source ends; the one above it, if there is one, goes on.</summary>
    public ValueTask<GovernorDecision> EndSourceAsync(CancellationToken cancellationToken)
    {
        var ended = At;
        _activities.EndType();
        ended.EndProfile(time, _memory, governor.Monitor.IsShared);
        _at = ended.Outer;
        if (_at is { } outer)
        {
            // Children are many and small: memory is checked with the scopes and pages that they stand in.
            outer.BeginProfile(time, _memory);
            summary.Resume(outer.Source, outer.Scope?.Scope);
            return default;
        }

        if (ended.Resources > 0)
        {
            logger.TypeProcessed(ended.Resources, ended.Source.Collection, ended.Source.Project);
        }

        return CheckAsync(CollectionBoundary.Type, cancellationToken);
    }

    public void BeginScope(ResourceScope scope, ResourceCursor cursor)
    {
        var (source, tally) = (At.Source, new ScopeTally(scope, cursor));
        At.Scope = tally;
        cursor.Reservation = governor;
        cursor.Item.Collection = source.Collection;
        cursor.Item.Project = source.Project;
        summary.BeginScope(scope);
        _activities.BeginScope(scope);
        _activities.BeginPage(1);
    }

    public void BeforeRead() => _activities.Enter();

    public void AddResource()
    {
        var source = _at!;
        source.Scope!.InPage++;
        source.Type.AddResource();
        summary.AddResource();
    }

    /// <summary>A notice is an error record and a gap of its own; its scope ends partial.</summary>
    public InventoryError AddNotice(ScopeNotice notice)
    {
        var (source, scope) = (At.Source, At.Scope!);
        scope.Notices++;
        var error = new InventoryError
        {
            Collection = source.Collection,
            Project = source.Project,
            AssetType = notice.AssetType ?? source.AssetTypes[0],
            Location = notice.Location ?? scope.Scope.Location,
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
        var scope = At.Scope!;
        var resources = scope.InPage;
        AddTransfer();
        scope.Pages++;
        logger.PageRead(scope.Pages, At.Source.Collection, scope.Scope.Name, resources);
        _activities.EndPage(resources);
        _activities.BeginPage(scope.Pages + 1);
        return CheckAsync(CollectionBoundary.Page, cancellationToken);
    }

    /// <summary>The scope has ended by itself: complete, empty, or partial after a notice.</summary>
    public ValueTask<GovernorDecision> EndScopeAsync(CancellationToken cancellationToken)
    {
        AddTransfer();
        var scope = At.Scope!;
        SomethingAnswered = true;
        EndScope(scope.Notices > 0 ? ScopeState.Partial : scope.Resources > 0 ? ScopeState.Complete : ScopeState.Empty, null);
        return ++_scopes % scopesPerMemoryCheck == 0 ? CheckAsync(CollectionBoundary.Scope, cancellationToken) : default;
    }

    /// <summary>A scope, or the finding of scopes, has ended with a failure.</summary>
    public InventoryError FailScope(ScopeState state, string reason, string message, Exception? exception = null)
    {
        AddTransfer();
        var error = NewError(state, reason, message, exception);
        SomethingAnswered |= state is ScopeState.Disabled or ScopeState.Denied or ScopeState.Partial || At.Scope?.Resources > 0;
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

    /// <summary>
    /// The scopes that were being read when the run ended, the innermost first: whoever reads the summary must not take
    /// them for complete.
    /// </summary>
    public void AbandonScopes()
    {
        for (; _at is not null; _at = _at.Outer)
        {
            if (_at.Scope is not null)
            {
                AddTransfer();
                summary.AddIncomplete(NewError(ScopeState.Stopped, "runEnded", "The run ended while this was being read."));
                EndScope(ScopeState.Stopped, null);
            }

            _activities.EndType();
        }
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
        var (source, scope, failure) = (At.Source, At.Scope, exception as ScopeFailedException);
        return new InventoryError
        {
            Collection = source.Collection,
            Project = source.Project,
            AssetType = source.AssetTypes[0],
            Location = scope?.Scope.Location,
            State = state,
            Reason = reason,
            Message = Cut(message),
            HttpStatus = failure?.HttpStatus,
            Attempts = failure?.Attempts ?? (scope is null ? 0 : 1),
            Exception = exception,
        };
    }

    private void EndScope(ScopeState state, InventoryError? error)
    {
        var (source, scope) = (At.Source, At.Scope);
        SomethingMissing |= state is not (ScopeState.Complete or ScopeState.Empty or ScopeState.Disabled);
        At.Type.AddScope(state);
        instruments.AddScope(source.Collection, state);
        if (scope is not null)
        {
            _activities.EndScope(state, error);
        }

        logger.ScopeEnded((scope?.Scope ?? ResourceScope.Default).Name, source.Collection, source.Project, state, scope?.Resources ?? 0);
        At.Scope = null;
    }

    private void AddError(InventoryError error)
    {
        At.Type.AddError();
        summary.AddError(error);
        summary.AddIncomplete(error);
        instruments.AddError(error.Collection, error.State);
        logger.ScopeIncomplete(error.Exception, error.Collection, error.Location, error.Project, error.State, error.Reason, error.Message);
    }

    private void AddTransfer()
    {
        if (At.Scope is not { } scope)
        {
            return;
        }

        var (requests, retries, bytes) = scope.TakeTransfer();
        At.Resources += scope.InPage;
        scope.Resources += scope.InPage;
        summary.AddTransfer(requests, retries, bytes);
        At.Type.AddPayload(bytes);
        instruments.AddPage(At.Source.Collection, scope.InPage, requests, bytes);
        scope.InPage = 0;
        _detached += scope.Cursor.Item.DetachedBytes;
        scope.Cursor.Item.DetachedBytes = 0;
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
