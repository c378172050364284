using System.Globalization;
using Inventory.Memory.GoogleCloud.Emulator.Http;
using Microsoft.AspNetCore.Http;

namespace Inventory.Memory.GoogleCloud.Emulator.Platform;

/// <summary>Who stands where in an emulated organisation, by arithmetic alone. Node 0 is the organisation, the others are folders.</summary>
internal sealed class OrganizationTree(EmulatedOrganization organization)
{
    private const int FoldersPerNode = 4;
    private const int ProjectsPerFolder = 10;
    private const long FirstFolder = 200_000_000_000;
    private const long FirstProject = 300_000_000_000;
    private const string ProjectPrefix = "emulated-";

    public EmulatedOrganization Organization => organization;

    public int Projects { get; } = organization.Projects;

    public int Folders { get; } = organization.Projects / ProjectsPerFolder;

    /// <summary>The node of <c>folders/1</c> or <c>organizations/1</c>; null where there is none.</summary>
    public int? FindNode(string name)
    {
        if (name == $"organizations/{EmulatedOrganization.Id}")
        {
            return 0;
        }

        return name.StartsWith("folders/", StringComparison.Ordinal)
            && long.TryParse(name.AsSpan("folders/".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && id - FirstFolder is > 0 and var index && index <= Folders
                ? (int)index
                : null;
    }

    /// <summary>Why a call for a node is refused; null: it is not.</summary>
    public ApiError? RefuseNode(string name) =>
        FindNode(name) is { } node && !(node > 0 && organization.DeniedFolders.Contains(EmulatedOrganization.FolderId(node)))
            ? null
            : new ApiError(403, "forbidden", $"The caller does not have permission on '{name}', or it does not exist.");

    /// <summary>The number of a project by its id or its number; null where there is none.</summary>
    public int? FindProject(string text)
    {
        var isId = text.StartsWith(ProjectPrefix, StringComparison.Ordinal) && text.Length == ProjectPrefix.Length + 5;
        return long.TryParse(isId ? text.AsSpan(ProjectPrefix.Length) : text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && (isId ? number : number - FirstProject) is >= 0 and var index && index < Projects
                ? (int)index
                : null;
    }

    public static string NameOf(int node) => node == 0 ? $"organizations/{EmulatedOrganization.Id}" : $"folders/{EmulatedOrganization.FolderId(node)}";

    public static string NumberOf(int project) => (FirstProject + project).ToString(CultureInfo.InvariantCulture);

    public static int ParentOfFolder(int folder) => (folder - 1) / FoldersPerNode;

    public int ParentOfProject(int project) => project % (Folders + 1);

    public static string Environment(int project) => project % 2 == 0 ? "prod" : "test";

    public string StateOf(int project) => organization.DeletedProjects.Contains(EmulatedOrganization.ProjectId(project)) ? "DELETE_REQUESTED" : "ACTIVE";

    /// <summary>The folders right below a node.</summary>
    public IEnumerable<int> FoldersIn(int node)
    {
        var first = (node * FoldersPerNode) + 1;
        return Enumerable.Range(first, FoldersPerNode).Where(folder => folder <= Folders);
    }

    /// <summary>The projects right below a node.</summary>
    public IEnumerable<int> ProjectsIn(int node)
    {
        for (var project = node; project < Projects; project += Folders + 1)
        {
            yield return project;
        }
    }

    /// <summary>Whether a project stands somewhere below a node.</summary>
    public bool IsBelow(int project, int node)
    {
        var at = ParentOfProject(project);
        while (at > node)
        {
            at = ParentOfFolder(at);
        }

        return at == node;
    }

    /// <summary>Why a call is refused whatever it asks for, because of the project that makes it; null: it is not.</summary>
    /// <param name="request">Names a project of the organisation in <c>x-goog-user-project</c>, where that makes the request, and not the caller's own.</param>
    /// <param name="service">The host of the API.</param>
    public ApiError? RefuseCaller(HttpRequest request, string service)
    {
        if (FindProject(request.Headers["x-goog-user-project"].ToString()) is { } index)
        {
            return organization.DisabledServices.Contains($"{EmulatedOrganization.ProjectId(index)}/{service}") ? ApiError.ServiceDisabled(service, NumberOf(index)) : null;
        }

        return organization.CallersDisabledServices.Contains(service) ? ApiError.ServiceDisabled(service, EmulatedOrganization.CallersProject) : null;
    }

    /// <summary>Why a call for resources of a project is refused; null: it is not.</summary>
    /// <param name="project">Its id or number.</param>
    /// <param name="service">The host of the API: <c>compute.googleapis.com</c>.</param>
    public ApiError? Refuse(string project, string service)
    {
        if (FindProject(project) is not { } index || StateOf(index) != "ACTIVE")
        {
            return ApiError.NotFound($"projects/{project}");
        }

        var id = EmulatedOrganization.ProjectId(index);
        if (organization.DeniedProjects.Contains(id))
        {
            return new ApiError(403, "forbidden", $"Permission denied on resource project {id}.");
        }

        return organization.DisabledServices.Contains($"{id}/{service}")
            ? ApiError.ServiceDisabled(service, NumberOf(index))
            : null;
    }
}
