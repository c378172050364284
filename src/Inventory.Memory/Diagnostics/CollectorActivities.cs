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
    private Activity? _type;
    private Activity? _scope;
    private Activity? _page;

    public CollectorActivities(string runId)
    {
        _run = Start("inventory run", Activity.Current);
        _run?.SetTag("inventory.run", runId);
    }

    public void BeginType(ResourceSource source)
    {
        _type = Start("inventory type", _run);
        _type?.SetTag("inventory.collection", source.Collection);
    }

    public void BeginScope(ResourceScope scope)
    {
        _scope = Start("inventory scope", _type);
        _scope?.SetTag("inventory.scope", scope.Name);
    }

    public void BeginPage(int number)
    {
        _page = Start("inventory page", _scope);
        _page?.SetTag("inventory.page", number);
    }

    /// <summary>Makes what is sent from here a child of the page; undone when the calling async method returns.</summary>
    public void Enter()
    {
        if (_page is not null)
        {
            Activity.Current = _page;
        }
    }

    public void EndPage(long resources)
    {
        _page?.SetTag("inventory.resources", resources);
        _page?.Dispose();
        _page = null;
    }

    public void EndScope(ScopeState state, InventoryError? error)
    {
        EndPage(0);
        _scope?.SetTag("inventory.state", state.ToString());
        if (error is not null)
        {
            _scope?.SetStatus(ActivityStatusCode.Error, error.Reason);
        }

        _scope?.Dispose();
        _scope = null;
    }

    public void EndType()
    {
        _type?.Dispose();
        _type = null;
    }

    public void EndRun(RunState state)
    {
        _run?.SetTag("inventory.state", state.ToString());
        Dispose();
    }

    public void Dispose()
    {
        _page?.Dispose();
        _scope?.Dispose();
        _type?.Dispose();
        _run?.Dispose();
    }

    private static Activity? Start(string name, Activity? parent)
    {
        var current = Activity.Current;
        var activity = s_source.StartActivity(name, ActivityKind.Internal, parent?.Context ?? default);
        Activity.Current = current;
        return activity;
    }
}
