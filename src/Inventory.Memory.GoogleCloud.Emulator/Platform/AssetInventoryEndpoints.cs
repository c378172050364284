using System.Globalization;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Emulator.Estates;
using Inventory.Memory.GoogleCloud.Emulator.Faults;
using Inventory.Memory.GoogleCloud.Emulator.Http;
using Inventory.Memory.GoogleCloud.Emulator.Json;
using Microsoft.AspNetCore.Http;

namespace Inventory.Memory.GoogleCloud.Emulator.Platform;

/// <summary>Cloud Asset Inventory's ListAssets over the same estate: every resource that says itself what it is called, children included.</summary>
/// <remarks>Left out are reference data, what belongs to folders and organisations, what Compute Engine lists by region alone, and resources whose names the catalog has to put together.</remarks>
internal sealed class AssetInventoryEndpoints(GoogleCatalog catalog, Estate estate, OrganizationTree? tree, FaultScript faults, BodyPipeline pipeline)
{
    private const int DefaultPageSize = 100;
    private const int MaxPageSize = 1000;
    private const string Suffix = "/assets";

    private readonly CatalogEntry[] _roots = [.. catalog.Collections.Where(entry => entry.Parent is null && HasAssets(entry))];

    public async Task<bool> TryAnswerAsync(HttpContext context, string path)
    {
        if (!path.StartsWith("/v1/", StringComparison.Ordinal) || !path.EndsWith(Suffix, StringComparison.Ordinal))
        {
            return false;
        }

        var query = context.Request.Query;
        var token = query["pageToken"].ToString();
        if (tree?.RefuseCaller(context.Request, "cloudasset.googleapis.com") is { } refusal)
        {
            await SmallAnswer.ErrorAsync(context, refusal).ConfigureAwait(false);
        }
        else if (FindProjects(path["/v1/".Length..^Suffix.Length]) is not { } projects)
        {
            await SmallAnswer.ErrorAsync(context, new ApiError(403, "forbidden", $"The caller does not have permission on '{path}'.")).ConfigureAwait(false);
        }
        else if (query["contentType"] != "RESOURCE")
        {
            await SmallAnswer.ErrorAsync(context, ApiError.InvalidParameter("contentType", "The emulator has the content type RESOURCE alone.")).ConfigureAwait(false);
        }
        else if (OffsetToken.Read(token) is not { } offset)
        {
            await SmallAnswer.ErrorAsync(context, ApiError.InvalidPageToken(token)).ConfigureAwait(false);
        }
        else
        {
            var size = int.TryParse(query["pageSize"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked > 0 ? asked : DefaultPageSize;
            size = Math.Min(size, MaxPageSize);
            var fault = faults.Next("cloudasset.assets.list", "cloudasset.assets", path["/v1/".Length..^Suffix.Length], (int)(offset / size));
            if (fault is null || !await FaultAnswers.TryAnswerAsync(context, fault, SmallAnswer.ErrorAsync).ConfigureAwait(false))
            {
                await WritePageAsync(context, projects, offset, size, fault).ConfigureAwait(false);
            }
        }

        return true;
    }

    /// <returns>Null where there is no such parent.</returns>
    private IEnumerable<string>? FindProjects(string parent)
    {
        if (parent.StartsWith("projects/", StringComparison.Ordinal))
        {
            var project = parent["projects/".Length..];
            return ProjectId.IsValid(project) && tree?.Refuse(project, "cloudasset.googleapis.com") is null ? [project] : null;
        }

        return tree?.FindNode(parent) is { } node
            ? Enumerable.Range(0, tree.Projects)
                .Where(project => tree.StateOf(project) == "ACTIVE" && tree.IsBelow(project, node))
                .Select(EmulatedOrganization.ProjectId)
            : null;
    }

    private async Task WritePageAsync(HttpContext context, IEnumerable<string> projects, long offset, int size, EmulatorFault? fault)
    {
        var body = pipeline.Open(context, fault);
        await using var disposing = body.ConfigureAwait(false);
        var json = new JsonEmitter(new PageWriter(body.Writer), pretty: false);
        var wanted = context.Request.Query["assetTypes"].OfType<string>().ToArray();
        var (position, end) = (0L, offset + size);
        var first = fault?.Kind == FaultKind.DuplicatePage ? Math.Max(0, offset - size) : offset;
        json.Start((byte)'{');
        json.Name("assets"u8);
        json.Start((byte)'[');
        foreach (var list in projects.SelectMany(project => ListsOf(project, wanted)))
        {
            for (var index = Math.Max(0, first - position); index < list.Count && position + index < first + size; index++)
            {
                list.Write(json, index);
                if (json.Output.ShouldFlush)
                {
                    await json.Output.FlushAsync(context.RequestAborted).ConfigureAwait(false);
                }
            }

            position += list.Count;
            if (position > end)
            {
                break;
            }
        }

        json.End((byte)']');
        json.Property("readTime"u8, "2025-01-01T00:00:00Z");
        if (position > end)
        {
            json.Property("nextPageToken"u8, OffsetToken.Make(fault?.Kind == FaultKind.RepeatedPageToken ? offset : end));
        }

        json.End((byte)'}');
        await json.Output.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        await body.CompleteAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private IEnumerable<AssetList> ListsOf(string project, string[] wanted) => _roots.SelectMany(entry => ListsOf(CallOf(entry, project), wanted));

    /// <summary>What a call lists, and what is below each of its resources.</summary>
    private IEnumerable<AssetList> ListsOf(ListCall call, string[] wanted)
    {
        if (estate.TryOpen(call, out var list) is not null)
        {
            yield break;
        }

        // A resource's type follows from its scope.
        for (var scope = 0; scope < list!.Scopes.Count; scope++)
        {
            var found = new AssetList(call.Entry, call.Project, list, scope);
            if (found.Count > 0 && AssetType.IsWanted(wanted, found.AssetType))
            {
                yield return found;
            }

            foreach (var child in catalog.ChildrenOf(call.Entry).Where(child => HasAssets(child) && IsWantedAtOrBelow(child, wanted)))
            {
                for (var index = 0L; index < found.Count; index++)
                {
                    foreach (var below in ListsOf(CallOf(child, call.Project) with { ParentEntry = call.Entry, Parent = found.RelativeNameOf(index) }, wanted))
                    {
                        yield return below;
                    }
                }
            }
        }
    }

    private bool IsWantedAtOrBelow(CatalogEntry entry, string[] wanted) =>
        AssetType.IsWanted(wanted, entry.AssetTypes[0]) || catalog.ChildrenOf(entry).Any(child => HasAssets(child) && IsWantedAtOrBelow(child, wanted));

    /// <summary>Whether resources say themselves what they are called.</summary>
    private static bool HasAssets(CatalogEntry entry) =>
        !entry.Reference && !entry.IsEmbedded && !entry.IsOfNodes && entry.NameTemplate switch
        {
            null => entry.Methods.ContainsKey(ScopeKind.Aggregated) || entry.Methods.ContainsKey(ScopeKind.Global),
            var template => template == "{name}",
        };

    private static ListCall CallOf(CatalogEntry entry, string project) => new()
    {
        Entry = entry,
        Kind = entry switch
        {
            { Parent: not null } => ScopeKind.Parent,
            { NameTemplate: not null } => ScopeKind.AllLocations,
            _ => entry.Methods.ContainsKey(ScopeKind.Aggregated) ? ScopeKind.Aggregated : ScopeKind.Global,
        },
        Project = project,
        Location = entry.NameTemplate is null || entry.Parent is not null ? "" : ListCall.Everywhere,
        Path = "",
        Id = "",
    };
}
