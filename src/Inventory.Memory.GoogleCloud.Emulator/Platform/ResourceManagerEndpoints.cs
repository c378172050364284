using System.Globalization;
using System.Text.Json;
using Inventory.Memory.GoogleCloud.Emulator.Http;
using Microsoft.AspNetCore.Http;

namespace Inventory.Memory.GoogleCloud.Emulator.Platform;

/// <summary>Resource Manager v3: projects and folders of an emulated organisation.</summary>
internal sealed class ResourceManagerEndpoints(OrganizationTree tree)
{
    private const int MaxPageSize = 300;
    private const string ProjectPrefix = "/v3/projects/";

    public async Task<bool> TryAnswerAsync(HttpContext context, string path)
    {
        if (path.StartsWith("/v3/", StringComparison.Ordinal) && tree.RefuseCaller(context.Request, "cloudresourcemanager.googleapis.com") is { } refusal)
        {
            await SmallAnswer.ErrorAsync(context, refusal).ConfigureAwait(false);
            return true;
        }

        return await AnswerAsync(context, path).ConfigureAwait(false);
    }

    private Task<bool> AnswerAsync(HttpContext context, string path) => path switch
    {
        _ when path.StartsWith(ProjectPrefix, StringComparison.Ordinal) && path.IndexOf('/', ProjectPrefix.Length) < 0 => GetAsync(context, path[ProjectPrefix.Length..]),
        "/v3/projects" => ListAsync(context, "projects", tree.ProjectsIn, WriteProject, IsShown),
        "/v3/projects:search" => SearchAsync(context),
        "/v3/folders" => ListAsync(context, "folders", tree.FoldersIn, WriteNode, static (_, _) => true),
        "/v3/folders:search" => SearchNodesAsync(context, "folders", Enumerable.Range(1, tree.Folders)),
        "/v3/organizations:search" => SearchNodesAsync(context, "organizations", [0]),
        _ => Task.FromResult(false),
    };

    private async Task<bool> GetAsync(HttpContext context, string name)
    {
        await (tree.FindProject(name) is { } project
            ? SmallAnswer.JsonAsync(context, 200, json => WriteProperties(json, project))
            : SmallAnswer.ErrorAsync(context, new ApiError(403, "forbidden", $"The caller does not have permission on 'projects/{name}', or it does not exist."))).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> ListAsync(
        HttpContext context, string property, Func<int, IEnumerable<int>> children, Action<Utf8JsonWriter, int> write, Func<HttpContext, int, bool> shown)
    {
        var parent = context.Request.Query["parent"].ToString();
        if (tree.RefuseNode(parent) is { } refusal)
        {
            await SmallAnswer.ErrorAsync(context, refusal).ConfigureAwait(false);
            return true;
        }

        await PageAsync(context, property, children(tree.FindNode(parent)!.Value).Where(child => shown(context, child)), write).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> SearchAsync(HttpContext context)
    {
        var terms = context.Request.Query["query"].ToString().Split([' '], StringSplitOptions.RemoveEmptyEntries).Where(term => term != "AND").ToArray();
        var unknown = terms.FirstOrDefault(term => !term.StartsWith("state:", StringComparison.Ordinal) && !term.StartsWith("labels.", StringComparison.Ordinal));
        if (unknown is not null)
        {
            await SmallAnswer.ErrorAsync(context, ApiError.InvalidParameter("query", $"The emulator does not know '{unknown}'.")).ConfigureAwait(false);
            return true;
        }

        var found = Enumerable.Range(0, tree.Projects).Where(project => terms.All(term => Matches(project, term)));
        await PageAsync(context, "projects", found, WriteProject).ConfigureAwait(false);
        return true;
    }

    /// <summary>A search finds what the caller may see.</summary>
    private async Task<bool> SearchNodesAsync(HttpContext context, string property, IEnumerable<int> nodes)
    {
        await PageAsync(context, property, nodes.Where(node => tree.RefuseNode(OrganizationTree.NameOf(node)) is null), WriteNode).ConfigureAwait(false);
        return true;
    }

    private bool Matches(int project, string term) => term switch
    {
        ['s', 't', 'a', 't', 'e', ':', .. var state] => tree.StateOf(project) == state,
        _ => term == $"labels.env:{OrganizationTree.Environment(project)}" || term == "labels.env:*",
    };

    /// <summary>Projects that are about to be deleted are listed only when asked for.</summary>
    private bool IsShown(HttpContext context, int project) =>
        tree.StateOf(project) == "ACTIVE" || string.Equals(context.Request.Query["showDeleted"], "true", StringComparison.OrdinalIgnoreCase);

    private static async Task PageAsync(HttpContext context, string property, IEnumerable<int> items, Action<Utf8JsonWriter, int> write)
    {
        var token = context.Request.Query["pageToken"].ToString();
        if (OffsetToken.Read(token) is not { } offset)
        {
            await SmallAnswer.ErrorAsync(context, ApiError.InvalidPageToken(token)).ConfigureAwait(false);
            return;
        }

        var size = int.TryParse(context.Request.Query["pageSize"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked > 0
            ? Math.Min(asked, MaxPageSize)
            : MaxPageSize;
        var page = items.Skip((int)offset).Take(size + 1).ToList();
        await SmallAnswer.JsonAsync(context, 200, json =>
        {
            // An empty list is an empty object.
            if (page.Count > 0)
            {
                json.WriteStartArray(property);
                page.Take(size).ToList().ForEach(item => write(json, item));
                json.WriteEndArray();
            }

            if (page.Count > size)
            {
                json.WriteString("nextPageToken"u8, OffsetToken.Make(offset + size));
            }
        }).ConfigureAwait(false);
    }

    private void WriteProject(Utf8JsonWriter json, int project)
    {
        json.WriteStartObject();
        WriteProperties(json, project);
        json.WriteEndObject();
    }

    private void WriteProperties(Utf8JsonWriter json, int project)
    {
        json.WriteString("name"u8, $"projects/{OrganizationTree.NumberOf(project)}");
        json.WriteString("parent"u8, OrganizationTree.NameOf(tree.ParentOfProject(project)));
        json.WriteString("projectId"u8, EmulatedOrganization.ProjectId(project));
        json.WriteString("state"u8, tree.StateOf(project));
        json.WriteString("displayName"u8, string.Create(CultureInfo.InvariantCulture, $"Emulated {project}"));
        json.WriteString("createTime"u8, "2025-01-01T00:00:00.000Z"u8);
        json.WriteStartObject("labels"u8);
        json.WriteString("env"u8, OrganizationTree.Environment(project));
        json.WriteEndObject();
    }

    private static void WriteNode(Utf8JsonWriter json, int node)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, OrganizationTree.NameOf(node));
        if (node > 0)
        {
            json.WriteString("parent"u8, OrganizationTree.NameOf(OrganizationTree.ParentOfFolder(node)));
        }

        json.WriteString("displayName"u8, node == 0 ? "Emulated organization" : string.Create(CultureInfo.InvariantCulture, $"Folder {node}"));
        json.WriteString("state"u8, "ACTIVE"u8);
        json.WriteEndObject();
    }
}
