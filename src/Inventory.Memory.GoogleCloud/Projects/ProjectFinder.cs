using System.Runtime.CompilerServices;
using System.Text.Json;
using Inventory.Memory.GoogleCloud.Listing;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Projects;

/// <summary>
/// Finds the projects of a selection: those named, then those of folders and organisations, depth first, or all that
/// the caller may see. Holds one page of names a level of the tree, never all projects.
/// </summary>
internal sealed class ProjectFinder
{
    private const string Service = "cloudresourcemanager";

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

    /// <exception cref="ArgumentException">The selection names no project, or something that is not one.</exception>
    public ProjectFinder(ListContext context, GoogleCloudSelection selection)
    {
        _context = context;
        _named = [.. selection.Projects];
        _known = [.. _named];
        _roots = Roots(selection);
        _all = selection.AllProjects;
        _filter = new ProjectFilter(selection.ProjectLabels, selection.ProjectStates);
        if (_named.Any(string.IsNullOrWhiteSpace) || (_named.Count == 0 && _roots.Count == 0 && !_all))
        {
            throw new ArgumentException("The selection names no project, or an empty one. Name at least one project id, a folder or an organization.", (string?)null);
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

    public async IAsyncEnumerable<FoundProject> FindAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var project in _named)
        {
            yield return new FoundProject(project, null);
        }

        if (_all)
        {
            await foreach (var found in ListProjectsAsync("*", $"v3/projects:search?query={_filter.Query}", cancellationToken).ConfigureAwait(false))
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

    /// <summary>A node's own projects, then its folders one after another.</summary>
    private async IAsyncEnumerable<FoundProject> WalkAsync(string root, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = new Stack<Level>();
        path.Push(new Level(root));
        while (path.TryPeek(out var level))
        {
            if (!level.HasProjects)
            {
                level.HasProjects = true;
                var deleted = _filter.WantsDeleted ? "&showDeleted=true" : "";
                await foreach (var found in ListProjectsAsync(level.Node, $"v3/projects?parent={level.Node}{deleted}", cancellationToken).ConfigureAwait(false))
                {
                    yield return found;
                }
            }

            if (level.Folders.TryDequeue(out var folder))
            {
                // A folder that was asked for by itself has its own turn: nothing is collected twice.
                if (!_roots.Contains(folder, StringComparer.Ordinal))
                {
                    path.Push(new Level(folder));
                }

                continue;
            }

            if (await ReadFoldersAsync(level, path.Count, cancellationToken).ConfigureAwait(false) is { } failure)
            {
                yield return new FoundProject("", failure);
            }

            if (level.IsAtEnd && level.Folders.Count == 0)
            {
                path.Pop();
            }
        }
    }

    /// <summary>The next page of a node's folders.</summary>
    private async ValueTask<ScopeFailedException?> ReadFoldersAsync(Level level, int depth, CancellationToken cancellationToken)
    {
        if (level.IsAtEnd)
        {
            return null;
        }

        var list = new ApiList<string>(_context, level.Node, Service, $"v3/folders?parent={level.Node}", PageSize, "folders", FolderName);
        var page = await list.ReadAsync(level.Token, cancellationToken).ConfigureAwait(false);
        level.Token = page.NextToken;
        level.IsAtEnd = page.NextToken is null;
        var isTooDeep = depth == MaxDepth && page.Items.Count > 0;
        foreach (var folder in isTooDeep ? [] : page.Items)
        {
            level.Folders.Enqueue(folder);
        }

        return page.Failure is { } failure ? Unlisted("folders", level.Node, failure)
            : isTooDeep ? Unlisted("folders", level.Node, new ScopeFailedException(ScopeState.Failed, "tooDeep", $"It is {MaxDepth} levels deep."))
            : null;
    }

    private async IAsyncEnumerable<FoundProject> ListProjectsAsync(string node, string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var list = new ApiList<string>(_context, node, Service, path, PageSize, "projects", _filter.Take);
        string? token = null;
        do
        {
            var page = await list.ReadAsync(token, cancellationToken).ConfigureAwait(false);
            foreach (var project in page.Items.Where(project => !_known.Contains(project)))
            {
                yield return new FoundProject(project, null);
            }

            if (page.Failure is { } failure)
            {
                yield return new FoundProject("", Unlisted("projects", node, failure));
            }

            token = page.NextToken;
        }
        while (token is not null);
    }

    /// <summary>An API that is not enabled is no answer here: there may be projects.</summary>
    private static ScopeFailedException Unlisted(string what, string node, ScopeFailedException failure) => new(
        failure.State == ScopeState.Disabled ? ScopeState.Failed : failure.State,
        failure.Reason,
        $"The {what} {(node == "*" ? "that the caller may see" : $"of {node}")} could not all be listed, so that projects are missing. {failure.Message}",
        failure)
    {
        HttpStatus = failure.HttpStatus,
        Attempts = failure.Attempts,
    };

    private static string? FolderName(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty("name", out var name) ? name.GetString() : null;
    }

    /// <summary>A folder or organisation on the way down.</summary>
    private sealed class Level(string node)
    {
        public string Node => node;

        public Queue<string> Folders { get; } = new();

        public string? Token { get; set; }

        public bool HasProjects { get; set; }

        public bool IsAtEnd { get; set; }
    }
}
