using System.Globalization;
using Inventory.Memory.Checkpoints;
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
    GovernorSource.Lease lease,
    CollectorInstruments instruments,
    ILogger logger,
    TimeProvider time,
    SequentialCollectorOptions options,
    Func<ScopeResult, ValueTask>? scopeEnded) : IDisposable
{
    /// <summary>What most sources put on a page by themselves: 500, Compute Engine's default and maximum.</summary>
    private const int UsualPageSize = 500;

    private readonly CollectorActivities _activities = new(summary.RunId);
    private readonly MemoryGovernor _governor = lease.Governor;
    private readonly MemorySession _memory = lease.Governor.Monitor.BeginSession();
    private readonly IDisposable _sampling = lease.Governor.Monitor.StartSampling();
    private readonly SourceTrimming _trimming = new(lease.Governor);
    private SourceTally? _at;
    private long _scopes;
    private long _detached;
    private long _checkedScopes;
    private long _checkedRecords;
    private long _checkedBytes;

    public CollectionSummary Summary => summary;

    /// <summary>Ends a pause for memory, also when the run's deadline passes.</summary>
    public CancellationToken CancelledOrLate { get; set; }

    /// <summary>Requests that run ahead allocate in the profile of the type that is being read, whosever they are.</summary>
    private bool IsShared => options.LookAhead > 0 || _governor.Monitor.IsShared;

    /// <summary>Whether anything may be requested before its turn at this moment.</summary>
    public bool MayLookAhead => _governor.AllowedLookAhead(options.LookAhead) > 0;

    private SourceTally At => _at ?? throw new InvalidOperationException("No source has begun.");

    public void BeginRun()
    {
        var (gcBefore, governorBefore) = (GcStatistics.Capture(), _governor.GetStatistics());
        summary.Begin(_memory.GetStatistics, () => GcStatistics.Capture() - gcBefore, () => _governor.GetStatistics() - governorBefore);
        logger.RunBegins(summary.RunId, ByteSize.Mb(_governor.Monitor.Record().RssBytes));
    }

    public void EndRun(RunState state)
    {
        summary.End(state);
        var memory = summary.Memory;
        try
        {
            _activities.EndRun(state);
        }
        finally
        {
            Dispose();
        }

        instruments.AddRun(summary.Elapsed, state);
        if (logger.IsEnabled(LogLevel.Information))
        {
            logger.RunEnded(summary.RunId, state, summary.Resources, summary.Errors, summary.Elapsed.TotalSeconds, ByteSize.Mb(_governor.Monitor.Latest.RssBytes));
            logger.MemorySummary(memory);
        }
    }

    /// <summary>The run could not even begin.</summary>
    public void Abort()
    {
        summary.End(RunState.Failed);
        Dispose();
    }

    /// <summary>Whoever listens to activities may throw; what measures ends all the same.</summary>
    public void Dispose()
    {
        try
        {
            _activities.Dispose();
        }
        finally
        {
            _sampling.Dispose();
            _memory.Dispose();
            _trimming.Dispose();
            lease.Dispose();
        }
    }

    /// <summary>A source begins: at the top, or under the resource that was just handed out.</summary>
    public void BeginSource(ResourceSource source)
    {
        _at?.EndProfile(time, _memory, IsShared);
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
        ended.EndProfile(time, _memory, IsShared);
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

    /// <param name="scope">The scope that begins.</param>
    /// <param name="cursor">What reads it.</param>
    /// <param name="before">What an earlier process had got of it.</param>
    public void BeginScope(ResourceScope scope, ResourceCursor cursor, ScopeCounts before)
    {
        var source = At.Source;
        At.Scope = new ScopeTally(scope, cursor, before, time.GetTimestamp());
        cursor.Reservation = _governor;
        cursor.Time = time;
        cursor.LooksAhead = MayLookAhead;
        cursor.Item.Collection = source.Collection;
        cursor.Item.Project = source.Project;
        summary.BeginScope(scope);
        _activities.BeginScope(scope);
        _activities.BeginPage(1);
    }

    /// <summary>The open scope is asked for again from its start, by another cursor; what it has handed out stays until that answers.</summary>
    public void RestartScope(ResourceCursor cursor, Exception why)
    {
        AddTransfer();
        var scope = At.Scope!;
        _activities.EndScope(ScopeState.Stopped, null);
        logger.ScopeRestarts(scope.Scope.Name, At.Source.Collection, At.Source.Project, why.Message);
        BeginScope(scope.Scope, cursor, scope.Count(time));
    }

    /// <summary>What the open scope had handed out before it began again was taken back.</summary>
    public void TakeBackScope()
    {
        At.Resources = Math.Max(0, At.Resources - At.Scope!.Resources);
        At.Scope.TakeBack();
    }

    /// <summary>What the open scope has got so far.</summary>
    public ScopeCounts CountScope() => At.Scope!.Count(time);

    public void BeforeRead() => _activities.Enter();

    /// <summary>Whether memory is to be looked at although the page has not ended.</summary>
    public bool IsCheckDue => _at?.Scope is { IsCheckDue: true };

    public ValueTask<GovernorDecision> CheckInsideAsync(CancellationToken cancellationToken) =>
        CheckAsync(CollectionBoundary.Inside, cancellationToken);

    public void AddResource()
    {
        var source = _at!;
        source.Scope!.InPage++;
        source.Type.AddResource();
        summary.AddResource();
    }

    /// <summary>A notice is an error record and a gap of its own; its scope ends partial.</summary>
    public async ValueTask<InventoryError> AddNoticeAsync(ScopeNotice notice)
    {
        var (source, scope) = (At.Source, At.Scope);
        scope?.AddNotice(notice);
        var (project, parent) = notice.Project is { } other ? (other, null) : (source.Project, source.Parent);
        var error = new InventoryError
        {
            Collection = source.Collection,
            Project = project,
            Parent = parent,
            AssetType = notice.AssetType ?? source.AssetTypes[0],
            Location = notice.Location ?? (notice.Project is null ? scope?.Scope.Location : null),
            State = notice.State,
            Reason = notice.Reason,
            Message = notice.Message,
            Attempts = 1,
        };
        AddError(error);
        if (notice.Scope is { } place)
        {
            await ReportAsync(new ScopeResult
            {
                Project = project,
                Parent = parent,
                Collection = source.Collection,
                Scope = place,
                State = notice.State,
                Errors = 1,
                Attempts = 1,
                Reason = notice.Reason,
            }).ConfigureAwait(false);
        }

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
    public async ValueTask<GovernorDecision> EndScopeAsync(CancellationToken cancellationToken)
    {
        AddTransfer();
        var scope = At.Scope!;
        summary.SomethingAnswered = true;
        await EndScopeAsync(scope.Notices > 0 ? ScopeState.Partial : scope.Resources > 0 ? ScopeState.Complete : ScopeState.Empty, null, errorRecords: 0).ConfigureAwait(false);
        return ++_scopes % options.ScopesPerMemoryCheck == 0 ? await CheckAsync(CollectionBoundary.Scope, cancellationToken).ConfigureAwait(false) : default;
    }

    /// <summary>Whether a failure has an error record of its own: an API that is not enabled is an answer, and what was not begun is said once, at the run's end.</summary>
    public static bool HasRecord(ScopeState state) => state is not (ScopeState.Disabled or ScopeState.Skipped);

    /// <summary>The source has ended, and had no scopes at all: that is an answer.</summary>
    public ValueTask EndWithoutScopesAsync() => EndScopeAsync(ScopeState.Empty, null, errorRecords: 0);

    /// <summary>Says once, at the run's end, how much the deadline has left over. Each list has its own result, as it has a name.</summary>
    /// <param name="isCut">Whether the deadline has also passed before all sources were found: what these are, nobody knows.</param>
    /// <param name="reason">The reason that the results have.</param>
    /// <returns>Null where nothing was left over.</returns>
    public async ValueTask<InventoryError?> ReportSkippedAsync(bool isCut, string reason)
    {
        var skipped = summary.Scopes(ScopeState.Skipped);
        if (skipped == 0 && !isCut)
        {
            return null;
        }

        var left = skipped == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {skipped} {(skipped == 1 ? "list was" : "lists were")} not begun; a manifest names each.");
        var unknown = isCut ? " Not all that there is had been found; that has no names." : "";
        var error = new InventoryError
        {
            Collection = ScopeResult.AllScopes,
            State = ScopeState.Skipped,
            Reason = reason,
            Message = $"The run's deadline passed before all could be read.{left}{unknown} Give the run more time.",
        };
        Add(error, null);
        if (isCut)
        {
            summary.SomethingMissing = true;
            await ReportAsync(new ScopeResult { Collection = ScopeResult.AllScopes, Scope = ScopeResult.AllScopes, State = ScopeState.Skipped, Errors = 1, Reason = reason }).ConfigureAwait(false);
        }

        return error;
    }

    /// <summary>A scope, or the finding of scopes, has ended with a failure.</summary>
    public async ValueTask<InventoryError> FailScopeAsync(ScopeState state, string reason, string message, Exception? exception = null)
    {
        AddTransfer();
        var error = NewError(state, reason, message, exception);
        summary.SomethingAnswered |= state is ScopeState.Disabled or ScopeState.Denied or ScopeState.Partial || At.Scope?.Resources > 0;
        if (HasRecord(state))
        {
            AddError(error);
        }

        await EndScopeAsync(state, error, errorRecords: HasRecord(state) ? 1 : 0).ConfigureAwait(false);
        _scopes++;
        return error;
    }

    /// <summary>Memory was not there although the governor had let the run go on: another scope would not find it either.</summary>
    public GovernorDecision RanOut(OutOfMemoryException failure) => new()
    {
        Level = PressureLevel.Exhausted,
        Message = StopMessage.RanOut(_governor.Monitor.Latest, failure),
    };

    public void StopRun(string message)
    {
        summary.Stop(message);
        logger.RunStops(summary.RunId, message);
    }

    /// <summary>
    /// The scopes that were being read when the run ended, the innermost first: whoever reads the summary must not take
    /// them for complete.
    /// </summary>
    public async ValueTask AbandonScopesAsync()
    {
        for (; _at is not null; _at = _at.Outer)
        {
            if (_at.Scope is not null)
            {
                AddTransfer();
                var error = NewError(ScopeState.Stopped, "runEnded", "The run ended while this was being read.");
                summary.AddIncomplete(error);
                await EndScopeAsync(ScopeState.Stopped, error, errorRecords: 0).ConfigureAwait(false);
            }

            _activities.EndType();
        }
    }

    /// <summary>Null while memory is fine: each source then takes its own default.</summary>
    public int? AdaptPageSize(int? requested)
    {
        var wanted = requested ?? UsualPageSize;
        var adapted = _governor.AdaptPageSize(wanted);
        return requested is null && adapted >= wanted ? null : adapted;
    }

    private InventoryError NewError(ScopeState state, string reason, string message, Exception? exception = null)
    {
        var (source, scope, failure) = (At.Source, At.Scope, exception as ScopeFailedException);
        return new InventoryError
        {
            Collection = source.Collection,
            Project = source.Project,
            Parent = source.Parent,
            AssetType = source.AssetTypes[0],
            Location = scope?.Scope.Location,
            State = state,
            Reason = reason,
            Message = message,
            HttpStatus = failure?.HttpStatus,
            Attempts = failure is { Attempts: 0 } || scope is null ? failure?.Attempts ?? 0 : Math.Max(failure?.Attempts ?? 1, scope.Cursor.Attempts),
            Exception = exception,
        };
    }

    private ValueTask EndScopeAsync(ScopeState state, InventoryError? error, int errorRecords)
    {
        var (source, scope) = (At.Source, At.Scope);
        summary.SomethingMissing |= !state.IsAnswer();
        At.Type.AddScope(state);
        instruments.AddScope(source.Collection, state);
        if (scope is not null)
        {
            _activities.EndScope(state, error);
        }

        var name = scope?.Scope.Name ?? ScopeResult.AllScopes;
        logger.ScopeEnded(name, source.Collection, source.Project, state, scope?.Resources ?? 0);
        At.Scope = null;
        var counts = scope?.Count(time) ?? default;
        return ReportAsync(new ScopeResult
        {
            Project = source.Project,
            Parent = source.Parent,
            Collection = source.Collection,
            Scope = name,
            State = state,
            Resources = counts.Resources,
            Errors = counts.Errors - counts.Places + errorRecords,
            Attempts = error?.Attempts ?? 1,
            Requests = counts.Requests,
            Bytes = counts.Bytes,
            Elapsed = new TimeSpan(counts.ElapsedTicks),
            Reason = error?.Reason ?? (state == ScopeState.Partial ? counts.Reason ?? ScopeResult.PlacesMissing : null),
        });
    }

    private ValueTask ReportAsync(ScopeResult result)
    {
        summary.AddEnd(result.State);
        return scopeEnded?.Invoke(result) ?? default;
    }

    private void AddError(InventoryError error)
    {
        At.Type.AddError();
        Add(error, At.Scope?.Scope.Name);
    }

    private void Add(InventoryError error, string? scope)
    {
        summary.AddError(error);
        summary.AddIncomplete(error);
        instruments.AddError(error.Collection, error.State);
        var where = error.Location ?? scope ?? ScopeResult.AllScopes;
        logger.ScopeIncomplete(error.Exception, error.Collection, where, error.Project ?? error.Parent, error.State, error.Reason, error.Message);
    }

    private void AddTransfer()
    {
        if (At.Scope is not { } scope)
        {
            return;
        }

        var transfer = scope.TakeTransfer();
        At.Resources += scope.InPage;
        summary.AddTransfer(transfer);
        At.Type.AddPayload(transfer.Bytes);
        instruments.AddPage(At.Source.Collection, scope.InPage, transfer);
        scope.EndCount();
        _detached += scope.Cursor.Item.DetachedBytes;
        scope.Cursor.Item.DetachedBytes = 0;
    }

    private ValueTask<GovernorDecision> CheckAsync(CollectionBoundary boundary, CancellationToken cancellationToken)
    {
        if (boundary == CollectionBoundary.Scope && logger.IsEnabled(LogLevel.Debug))
        {
            logger.ScopesProcessed(_scopes, ByteSize.Mb(_governor.Monitor.Latest.RssBytes));
        }

        _at?.Scope?.Checked();
        var (scopes, records, bytes) = (_scopes, summary.Resources, summary.BytesRead);
        var progress = new CollectionProgress { Scopes = scopes - _checkedScopes, Records = records - _checkedRecords, Bytes = bytes - _checkedBytes, DetachedBytes = _detached };
        _detached = 0;
        (_checkedScopes, _checkedRecords, _checkedBytes) = (scopes, records, bytes);
        if (CancelledOrLate.IsCancellationRequested)
        {
            // Late: what is left is skipped, which needs no memory to wait for.
            cancellationToken.ThrowIfCancellationRequested();
            return default;
        }

        var check = _governor.CheckAsync(boundary, progress, CancelledOrLate);
        return check.IsCompletedSuccessfully ? check : AwaitAsync(check, cancellationToken);
    }

    private static async ValueTask<GovernorDecision> AwaitAsync(ValueTask<GovernorDecision> check, CancellationToken cancellationToken)
    {
        try
        {
            return await check.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return default;
        }
    }
}
