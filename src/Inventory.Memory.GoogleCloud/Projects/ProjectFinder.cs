using System.Runtime.CompilerServices;
using System.Text.Json;
using Inventory.Memory.GoogleCloud.Http;
using Inventory.Memory.GoogleCloud.Listing;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Projects;

/// <summary>
/// Finds the projects of a selection: those named, then those of folders and organisations, depth first, or all that
/// the caller may see; and, where they are wanted, these folders and organisations, each before its projects. Holds one
/// page of names a level of the tree, never all projects.
/// </summary>
internal sealed class ProjectFinder
{
    private const string Service = "cloudresourcemanager";
    private const string Folders = "folders";

    private static readonly string[] s_nodes = ["organizations", Folders];

    /// <summary>Google allows folders 10 deep; a tree beyond this leads in a circle.</summary>
    private const int MaxDepth = 32;

    /// <summary>The API's own most; a page of ids takes 20 KB.</summary>
    private const int PageSize = 300;

    private readonly ListContext _context;
    private readonly IReadOnlyList<string> _named;
    private readonly HashSet<string> _known;
    private readonly IReadOnlyList<string> _roots;
    private readonly bool _all;
    private readonly ProjectFilter _filter;
    private readonly bool _wantsProjects;
    private readonly bool _wantsNodes;

    /// <param name="context">What the provider's sources share.</param>
    /// <param name="selection">Which projects, folders and organisations.</param>
    /// <param name="wantsProjects">Whether projects are found.</param>
    /// <param name="wantsNodes">Whether folders and organisations are, which no filter leaves out.</param>
    /// <exception cref="ArgumentException">The selection names no project, or something that is not one.</exception>
    public ProjectFinder(ListContext context, GoogleCloudSelection selection, bool wantsProjects = true, bool wantsNodes = false)
    {
        (_context, _wantsProjects, _wantsNodes) = (context, wantsProjects, wantsNodes);
        _named = [.. selection.Projects.Distinct(StringComparer.Ordinal)];
        _known = [.. _named];
        _roots = Roots(selection);
        _all = selection.AllProjects;
        _filter = new ProjectFilter(selection.ProjectLabels, selection.ProjectStates);
        if (_named.Any(string.IsNullOrWhiteSpace) || (_named.Count == 0 && _roots.Count == 0 && !_all))
        {
            throw new ArgumentException("The selection names no project, or an empty one. Name at least one project id, a folder or an organization.", (string?)null);
        }

        if (_named.FirstOrDefault(name => name is "." or "..") is { } path)
        {
            throw new ArgumentException($"The selection names the project '{path}', which is no id: in an address it would lead elsewhere.", (string?)null);
        }

        if (!FindsNodes && (selection.ProjectLabels.Count > 0 || selection.ProjectStates.Count > 0))
        {
            throw new ArgumentException("Labels and states of projects narrow down those that are found, and all are named: leave them out, or find projects by an organization, a folder, or all.", (string?)null);
        }

        if (_all && _roots.Count > 0)
        {
            throw new ArgumentException("All projects and the projects of folders or organizations exclude each other: all projects are all that can be seen.", (string?)null);
        }
    }

    /// <summary>Names of folders and organisations, each once, as <c>folders/1</c>.</summary>
    public static IReadOnlyList<string> Roots(GoogleCloudSelection selection) =>
    [
        .. selection.Organizations.Select(id => ProjectNode.Parse(id, "organizations"))
            .Concat(selection.Folders.Select(id => ProjectNode.Parse(id, "folders")))
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>Whether the selection has folders or organisations at all.</summary>
    public bool FindsNodes => _all || _roots.Count > 0;

    public async IAsyncEnumerable<Found> FindAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var project in _wantsProjects ? _named : [])
        {
            yield return new Found(Project: project);
        }

        if (_all)
        {
            await foreach (var found in FindAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return found;
            }
        }

        foreach (var root in _roots)
        {
            await foreach (var found in WalkAsync(root, cancellationToken).ConfigureAwait(false))
            {
                yield return found;
            }
        }
    }

    /// <summary>What the caller may see: organisations, folders, projects. A search finds less, or nothing, where there are no permissions.</summary>
    private async IAsyncEnumerable<Found> FindAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var nodes in _wantsNodes ? s_nodes : [])
        {
            await foreach (var (node, failure) in ListAsync(nodes, ApiCall.Everything, $"v3/{nodes}:search?query=", NodeName, cancellationToken).ConfigureAwait(false))
            {
                yield return new Found(Node: node, Failure: failure);
            }
        }

        if (_wantsProjects)
        {
            await foreach (var found in ListProjectsAsync(ApiCall.Everything, $"v3/projects:search?query={_filter.Query}", cancellationToken).ConfigureAwait(false))
            {
                yield return found;
            }
        }
    }

    /// <summary>A node itself and its own projects, then its folders one after another.</summary>
    private async IAsyncEnumerable<Found> WalkAsync(string root, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = new Stack<Level>();
        path.Push(NewLevel(root));
        try
        {
            await foreach (var found in WalkAsync(path, cancellationToken).ConfigureAwait(false))
            {
                yield return found;
            }
        }
        finally
        {
            while (path.TryPop(out var level))
            {
                await level.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async IAsyncEnumerable<Found> WalkAsync(Stack<Level> path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (path.TryPeek(out var level))
        {
            if (!level.IsBegun)
            {
                level.IsBegun = true;
                await foreach (var found in BeginAsync(level.Node, cancellationToken).ConfigureAwait(false))
                {
                    yield return found;
                }
            }

            if (level.Folders.TryDequeue(out var folder))
            {
                // A folder that was asked for by itself has its own turn: nothing is collected twice.
                if (path.Any(above => above.Node == folder))
                {
                    yield return new Found(Failure: Unlisted(Folders, level.Node, new ScopeFailedException(ScopeState.Partial, "folderBelowItself", $"'{folder}' is said to stand below itself.")));
                }
                else if (!_roots.Contains(folder, StringComparer.Ordinal))
                {
                    path.Push(NewLevel(folder));
                }

                continue;
            }

            if (await ReadFoldersAsync(level, path.Count, cancellationToken).ConfigureAwait(false) is { } failure)
            {
                yield return new Found(Failure: failure);
            }

            if (level.List.IsAtEnd && level.Folders.Count == 0)
            {
                await path.Pop().DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async IAsyncEnumerable<Found> BeginAsync(string node, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_wantsNodes)
        {
            yield return new Found(Node: node);
        }

        if (_wantsProjects)
        {
            var deleted = _filter.WantsDeleted ? "&showDeleted=true" : "";
            await foreach (var found in ListProjectsAsync(node, $"v3/projects?parent={node}{deleted}", cancellationToken).ConfigureAwait(false))
            {
                yield return found;
            }
        }
    }

    /// <summary>The next page of a node's folders.</summary>
    private static async ValueTask<ScopeFailedException?> ReadFoldersAsync(Level level, int depth, CancellationToken cancellationToken)
    {
        if (level.List.IsAtEnd)
        {
            return null;
        }

        var page = await level.List.ReadAsync(cancellationToken).ConfigureAwait(false);
        var isTooDeep = depth == MaxDepth && page.Items.Count > 0;
        foreach (var folder in isTooDeep ? [] : page.Items)
        {
            level.Folders.Enqueue(folder);
        }

        return page.Failure is { } failure ? Unlisted(Folders, level.Node, failure)
            : isTooDeep ? Unlisted(Folders, level.Node, new ScopeFailedException(ScopeState.Failed, "tooDeep", $"It is {MaxDepth} levels deep."))
            : null;
    }

    private IAsyncEnumerable<Found> ListProjectsAsync(string node, string path, CancellationToken cancellationToken) =>
        ListAsync("projects", node, path, _filter.Take, cancellationToken)
            .Where(found => found.Name is null || !_known.Contains(found.Name.Id!))
            .Select(found => new Found(Project: found.Name?.Id, Number: found.Name?.Number, Failure: found.Failure));

    /// <summary>A list's names, page by page, and at last why there are no more of them, if there are.</summary>
    private async IAsyncEnumerable<(T? Name, ScopeFailedException? Failure)> ListAsync<T>(
        string what, string node, string path, Func<ReadOnlyMemory<byte>, T?> take, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        var list = new ApiList<T>(_context, node, Service, path, PageSize, what, take);
        await using (list.ConfigureAwait(false))
        {
            while (!list.IsAtEnd)
            {
                var page = await list.ReadAsync(cancellationToken).ConfigureAwait(false);
                foreach (var name in page.Items)
                {
                    yield return (name, null);
                }

                if (page.Failure is { } failure)
                {
                    yield return (null, Unlisted(what, node, failure));
                }
            }
        }
    }

    private Level NewLevel(string node) =>
        new(node, new ApiList<string>(_context, node, Service, $"v3/folders?parent={node}", PageSize, Folders, NodeName));

    private static ScopeFailedException Unlisted(string what, string node, ScopeFailedException failure) => new(
        failure.State,
        failure.Reason,
        $"The {what} {(node == ApiCall.Everything ? "that the caller may see" : $"of {node}")} could not all be listed, so that what belongs to them is missing. {failure.Message}",
        failure)
    {
        HttpStatus = failure.HttpStatus,
        Attempts = failure.Attempts,
    };

    private static string? NodeName(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var node = document.RootElement;
        var isActive = !node.TryGetProperty("state", out var state) || state.ValueKind == JsonValueKind.Null || state.ValueEquals("ACTIVE");
        return isActive ? ProjectNode.Check(node.GetProperty("name").GetString()) : null;
    }

    /// <summary>A folder or organisation on the way down.</summary>
    private sealed class Level(string node, ApiList<string> list) : IAsyncDisposable
    {
        public string Node => node;

        public Queue<string> Folders { get; } = new();

        /// <summary>The folders in it, read page by page.</summary>
        public ApiList<string> List => list;

        public bool IsBegun { get; set; }

        public ValueTask DisposeAsync() => list.DisposeAsync();
    }
}
