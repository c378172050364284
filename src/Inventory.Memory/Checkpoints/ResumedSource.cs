using System.Runtime.CompilerServices;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Checkpoints;

/// <summary>The source in which an earlier process ended: what it had passed is passed over, its open scope goes on at its page.</summary>
internal sealed class ResumedSource : ResourceSource
{
    private readonly ResourceSource _source;
    private readonly RunPosition _position;
    private readonly PassedHash _passed;
    private string? _pageToken;

    /// <param name="source">The source to go on with.</param>
    /// <param name="position">Where; in this source.</param>
    /// <param name="passed">The hash over all before this source, and its own name.</param>
    public ResumedSource(ResourceSource source, RunPosition position, PassedHash passed)
        : base(source.Collection, source.AssetTypes)
    {
        (Project, Parent) = (source.Project, source.Parent);
        _source = source;
        _position = position;
        _passed = passed;
        _pageToken = position.PageToken;
    }

    /// <summary>Whether scopes of it have ended in an earlier process.</summary>
    public bool HasPassedScopes => _position.Scopes > 0;

    protected override async IAsyncEnumerable<ResourceScope> GetScopesCoreAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (found, passed) = (0L, _passed);
        await foreach (var scope in _source.GetScopesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (found < _position.Scopes)
            {
                passed = passed.Add(scope.Name);
            }
            else if (found == _position.Scopes)
            {
                ThrowIfChanged(passed, scope);
            }

            if (found++ >= _position.Scopes)
            {
                yield return scope;
            }
        }

        if (found < _position.Scopes || (found == _position.Scopes && _position.Scope is not null))
        {
            throw RunPosition.Changed();
        }

        if (found == _position.Scopes)
        {
            ThrowIfChanged(passed, null);
        }
    }

    /// <summary>The first scope goes on where it was; begun again, it begins at its beginning.</summary>
    protected override ResourceCursor OpenCore(ResourceScope scope, string? pageToken) =>
        _source.Open(scope, pageToken ?? Interlocked.Exchange(ref _pageToken, null));

    private void ThrowIfChanged(PassedHash passed, ResourceScope? next)
    {
        if (passed.ToString() != _position.Passed || (_position.Scope is { } open && open != next?.Name))
        {
            throw RunPosition.Changed();
        }
    }
}
