using System.Buffers;
using System.Globalization;
using System.Text;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Emulator.Estates;
using Inventory.Memory.GoogleCloud.Emulator.Http;
using Inventory.Memory.GoogleCloud.Emulator.Json;
using Microsoft.AspNetCore.Http;

namespace Inventory.Memory.GoogleCloud.Emulator.Platform;

/// <summary>Cloud Asset Inventory's ListAssets over the same estate: every resource of the catalog's lists that has a selfLink.</summary>
/// <remarks>Reference data and what belongs to another resource is left out.</remarks>
internal sealed class AssetInventoryEndpoints(GoogleCatalog catalog, Estate estate, OrganizationTree? tree)
{
    private const int DefaultPageSize = 100;
    private const int MaxPageSize = 1000;
    private const string Suffix = "/assets";
    private static readonly byte[] s_link = "\"selfLink\":\""u8.ToArray();

    private readonly CatalogEntry[] _entries =
        [.. catalog.Collections.Where(entry => !entry.Reference && (entry.Methods.ContainsKey(ScopeKind.Aggregated) || entry.Methods.ContainsKey(ScopeKind.Global)))];

    public async Task<bool> TryAnswerAsync(HttpContext context, string path)
    {
        if (!path.StartsWith("/v1/", StringComparison.Ordinal) || !path.EndsWith(Suffix, StringComparison.Ordinal))
        {
            return false;
        }

        var query = context.Request.Query;
        var token = query["pageToken"].ToString();
        if (FindProjects(path["/v1/".Length..^Suffix.Length]) is not { } projects)
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
            await WritePageAsync(context, projects, offset, Math.Min(size, MaxPageSize)).ConfigureAwait(false);
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

    private async Task WritePageAsync(HttpContext context, IEnumerable<string> projects, long offset, int size)
    {
        context.Response.ContentType = "application/json; charset=UTF-8";
        var json = new JsonEmitter(new PageWriter(context.Response.BodyWriter), pretty: false);
        var wanted = context.Request.Query["assetTypes"].OfType<string>().ToArray();
        var (position, end) = (0L, offset + size);
        json.Start((byte)'{');
        json.Name("assets"u8);
        json.Start((byte)'[');
        foreach (var list in projects.SelectMany(project => ListsOf(project, wanted)))
        {
            for (var index = Math.Max(0, offset - position); index < list.Count && position + index < end; index++)
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
            json.Property("nextPageToken"u8, OffsetToken.Make(end));
        }

        json.End((byte)'}');
        await json.Output.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private IEnumerable<AssetList> ListsOf(string project, string[] wanted)
    {
        foreach (var entry in _entries)
        {
            var kind = entry.Methods.ContainsKey(ScopeKind.Aggregated) ? ScopeKind.Aggregated : ScopeKind.Global;
            var call = new ListCall { Entry = entry, Kind = kind, Project = project, Location = "", Path = "", Id = "" };
            if (estate.TryOpen(call, out var list) is not null)
            {
                continue;
            }

            // A resource's type follows from its scope.
            for (var scope = 0; scope < list!.Scopes.Count; scope++)
            {
                var assetType = entry.AssetType(list.Scopes[scope].Kind);
                if (list.End(scope) > list.Start(scope) && AssetType.IsWanted(wanted, assetType))
                {
                    yield return new AssetList(entry, project, list, scope, assetType);
                }
            }
        }
    }

    /// <summary>The resources of one scope of one collection.</summary>
    private sealed class AssetList(CatalogEntry entry, string project, ResourceList list, int scope, string assetType)
    {
        private readonly ArrayBufferWriter<byte> _item = new(4096);
        private readonly byte[] _head = Encoding.UTF8.GetBytes(
            $$"""
            ,"assetType":"{{assetType}}","resource":{"version":"{{entry.Service.Version}}","discoveryName":"{{entry.Type}}","parent":"//cloudresourcemanager.googleapis.com/projects/{{project}}","data":
            """);

        private readonly byte[] _tail = Encoding.UTF8.GetBytes(
            $$"""
            ,"location":"{{(list.Scopes[scope].Location is { Length: > 0 } location ? location : "global")}}"},"ancestors":["projects/{{project}}"],"updateTime":"2025-01-01T00:00:00Z"}
            """);

        public long Count => list.End(scope) - list.Start(scope);

        public void Write(JsonEmitter json, long index)
        {
            _item.ResetWrittenCount();
            list.CopyTo(list.Start(scope) + index, scope, _item);
            json.BeginRaw();
            json.Output.Write("{\"name\":\"//"u8);
            json.Output.Write(Encoding.UTF8.GetBytes(entry.Service.Host));
            json.Output.Write(Name(_item.WrittenSpan));
            json.Output.Write("\""u8);
            json.Output.Write(_head);
            json.Output.Write(_item.WrittenSpan);
            json.Output.Write(_tail);
        }

        /// <summary>The selfLink from <c>/projects/</c> on.</summary>
        private static ReadOnlySpan<byte> Name(ReadOnlySpan<byte> item)
        {
            var link = item[(item.IndexOf(s_link) + s_link.Length)..];
            link = link[..link.IndexOf((byte)'"')];
            return link[link.IndexOf("/projects/"u8)..];
        }
    }
}
