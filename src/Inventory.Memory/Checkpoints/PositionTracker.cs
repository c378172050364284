using Inventory.Memory.Sources;

namespace Inventory.Memory.Checkpoints;

/// <summary>Follows a run along its sources and scopes, of the top level alone. Holds no list of them.</summary>
internal sealed class PositionTracker
{
    private PassedHash _before = PassedHash.Empty;
    private PassedHash _passed = PassedHash.Empty;
    private long _sources;
    private long _scopes;
    private bool _isInSource;
    private string? _scope;
    private RunPosition? _resumed;

    public bool IsInScope => _scope is not null;

    /// <summary>Stands where a checkpoint stood; then the source and the scope begin that are there.</summary>
    public void Resume(PassedHash before, RunPosition position)
    {
        (_before, _passed) = (before, before);
        (_sources, _resumed) = (position.Sources, position);
    }

    public void BeginSource(ResourceSource source)
    {
        _isInSource = true;
        _passed = _before.Add(source);
        _scopes = 0;
        if (_resumed is { IsInSource: true } resumed && PassedHash.TryParse(resumed.Passed, out var passed))
        {
            (_scopes, _passed) = (resumed.Scopes, passed);
        }

        _resumed = null;
    }

    public void EndSource(ResourceSource source)
    {
        _before = _passed = _before.Add(source);
        _sources++;
        (_isInSource, _scopes, _scope) = (false, 0, null);
    }

    public void BeginScope(ResourceScope scope) => _scope = scope.Name;

    public void EndScope()
    {
        _passed = _passed.Add(_scope);
        _scopes++;
        _scope = null;
    }

    /// <summary>The position between scopes, or, where one is open, before a page of it.</summary>
    public RunPosition At(string? pageToken) => new()
    {
        Sources = _sources,
        IsInSource = _isInSource,
        Scopes = _scopes,
        Scope = _scope,
        PageToken = pageToken,
        Passed = _passed.ToString(),
    };

    /// <summary>The position before the scope that is open.</summary>
    public RunPosition BeforeScope()
    {
        var position = At(null);
        position.Scope = null;
        return position;
    }
}
