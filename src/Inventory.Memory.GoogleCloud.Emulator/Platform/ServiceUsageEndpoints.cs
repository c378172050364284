using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Emulator.Http;
using Microsoft.AspNetCore.Http;

namespace Inventory.Memory.GoogleCloud.Emulator.Platform;

/// <summary>Service Usage v1: which of the catalog's APIs are enabled in a project. All of them fit on one page.</summary>
internal sealed class ServiceUsageEndpoints(GoogleCatalog catalog, OrganizationTree? tree)
{
    private const string Prefix = "/v1/projects/";
    private const string Suffix = "/services";

    public async Task<bool> TryAnswerAsync(HttpContext context, string path)
    {
        if (!path.StartsWith(Prefix, StringComparison.Ordinal) || !path.EndsWith(Suffix, StringComparison.Ordinal)
            || context.Request.Query["filter"] != "state:ENABLED")
        {
            return false;
        }

        var project = path[Prefix.Length..^Suffix.Length];
        if ((tree?.RefuseCaller(context.Request, "serviceusage.googleapis.com") ?? tree?.Refuse(project, "serviceusage.googleapis.com")) is { } refusal)
        {
            await SmallAnswer.ErrorAsync(context, refusal).ConfigureAwait(false);
            return true;
        }

        // Names have the number, whichever name was asked for.
        var number = tree?.FindProject(project) is { } index ? OrganizationTree.NumberOf(index) : project;
        var hosts = catalog.Services.Select(service => service.Host).Distinct(StringComparer.Ordinal).Where(host => tree?.Refuse(project, host) is null);
        await SmallAnswer.JsonAsync(context, 200, json =>
        {
            json.WriteStartArray("services"u8);
            foreach (var host in hosts)
            {
                json.WriteStartObject();
                json.WriteString("name"u8, $"projects/{number}/services/{host}");
                json.WriteString("state"u8, "ENABLED"u8);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }).ConfigureAwait(false);
        return true;
    }
}
