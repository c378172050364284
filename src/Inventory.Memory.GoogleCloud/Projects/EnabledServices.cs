using System.Text.Json;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Listing;
using Inventory.Memory.Sources;
using Microsoft.Extensions.Logging;

namespace Inventory.Memory.GoogleCloud.Projects;

/// <summary>The APIs of the catalog that are enabled in one project, by Service Usage: one call instead of one refusal a list.</summary>
internal sealed class EnabledServices
{
    /// <summary>The API's own most.</summary>
    private const int PageSize = 200;

    /// <summary>Cloud Storage's lists answer where one of these is enabled.</summary>
    private static readonly string[] s_storage = ["storage.googleapis.com", "storage-api.googleapis.com", "storage-component.googleapis.com"];

    private readonly HashSet<string> _hosts;

    private EnabledServices(HashSet<string> hosts, string? number) => (_hosts, ProjectNumber) = (hosts, number);

    /// <summary>The project's number, which names of services carry; null where none has one.</summary>
    public string? ProjectNumber { get; }

    /// <summary>Asks, page by page; keeps no other names than those of the catalog.</summary>
    /// <returns>Null where it cannot be found out: then the lists themselves have to say it.</returns>
    public static async ValueTask<EnabledServices?> FindAsync(
        ListContext context, IReadOnlySet<string> needed, string project, CancellationToken cancellationToken)
    {
        HashSet<string> hosts = new(StringComparer.Ordinal);
        var path = $"v1/projects/{Uri.EscapeDataString(project)}/services?filter=state:ENABLED&fields=services/name,nextPageToken";
        string? number = null;
        var list = new ApiList<string>(context, project, "serviceusage", path, PageSize, "services", NameOf);
        await using (list.ConfigureAwait(false))
        {
            while (!list.IsAtEnd)
            {
                var page = await list.ReadAsync(cancellationToken).ConfigureAwait(false);
                if (page.Failure is { } failure)
                {
                    Log.ServicesUnknown(context.Logger, project, failure.Reason, failure.Message);
                    return null;
                }

                number ??= page.Items.Select(ProjectNames.NumberIn).FirstOrDefault(found => found is not null);
                hosts.UnionWith(page.Items.Select(name => name[(name.LastIndexOf('/') + 1)..]).Where(host => needed.Contains(host) || s_storage.Contains(host)));
            }
        }

        return new EnabledServices(hosts, number);
    }

    public bool Has(CatalogService service) =>
        _hosts.Contains(service.Host) || (s_storage.Contains(service.Host) && s_storage.Any(_hosts.Contains));

    /// <summary>What a list of the service would have answered.</summary>
    public static ScopeFailedException Disabled(CatalogService service, string project) => new(
        ScopeState.Disabled, "SERVICE_DISABLED", $"{service.Host} is not enabled in project '{project}'. Enable it if it should be collected.")
    {
        Attempts = 0,
    };

    private static string? NameOf(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("name").GetString() ?? throw new FormatException("A service without a name.");
    }
}
