using System.Diagnostics;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Diagnostics;

/// <summary>
/// The nested activities of one run: run, type, scope, page. Parents are named, because the caller's own activity is
/// the current one whenever a record is asked for.
/// </summary>
internal sealed class CollectorActivities : IDisposable
{
    private static readonly ActivitySource s_source = new(InventoryDiagnostics.ActivitySourceName);

    private readonly Activity? _run;
    private Level? _at;

    public CollectorActivities(string runId)
    {
        _run = Start("inventory run", Activity.Current);
        _run?.SetTag("inventory.run", runId);
    }

    /// <summary>Under the run, or, for children, under the page that their parent stands on.</summary>
    public void BeginType(ResourceSource source)
    {
        _at = new Level(_at) { Type = Start("inventory type", _at?.Page ?? _run) };
        _at.Type?.SetTag("inventory.collection", source.Collection);
    }

    public void BeginScope(ResourceScope scope)
    {
        _at!.Scope = Start("inventory scope", _at.Type);
        _at.Scope?.SetTag("inventory.scope", scope.Name);
    }

    public void BeginPage(int number)
    {
        _at!.Page = Start("inventory page", _at.Scope);
        _at.Page?.SetTag("inventory.page", number);
    }

    /// <summary>Makes what is sent from here a child of the page; undone when the calling async method returns.</summary>
    public void Enter()
    {
        if (_at?.Page is { } page)
        {
            Activity.Current = page;
        }
    }

    public void EndPage(long resources)
    {
        _at!.Page?.SetTag("inventory.resources", resources);
        _at.Page?.Dispose();
        _at.Page = null;
    }

    public void EndScope(ScopeState state, InventoryError? error)
    {
        EndPage(0);
        var scope = _at!.Scope;
        scope?.SetTag("inventory.state", state.ToString());
        if (error is not null)
        {
            scope?.SetStatus(ActivityStatusCode.Error, error.Reason);
        }

        scope?.Dispose();
        _at.Scope = null;
    }

    public void EndType()
    {
        _at?.Type?.Dispose();
        _at = _at?.Outer;
    }

    public void EndRun(RunState state)
    {
        _run?.SetTag("inventory.state", state.ToString());
        Dispose();
    }

    public void Dispose()
    {
        for (; _at is not null; _at = _at.Outer)
        {
            _at.Page?.Dispose();
            _at.Scope?.Dispose();
            _at.Type?.Dispose();
        }

        _run?.Dispose();
    }

    private static Activity? Start(string name, Activity? parent)
    {
        var current = Activity.Current;
        var activity = s_source.StartActivity(name, ActivityKind.Internal, parent?.Context ?? default);
        Activity.Current = current;
        return activity;
    }

    /// <summary>The activities of one source; children stand on a level of their own.</summary>
    private sealed class Level(Level? outer)
    {
        public Level? Outer => outer;

        public Activity? Type { get; init; }

        public Activity? Scope { get; set; }

        public Activity? Page { get; set; }
    }
}
