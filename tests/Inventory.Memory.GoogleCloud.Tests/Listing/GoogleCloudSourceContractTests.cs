using System.Net;
using System.Text;
using System.Web;
using Inventory.Memory.Sources;
using Inventory.Memory.Tests.Sources;

namespace Inventory.Memory.GoogleCloud.Tests.Listing;

/// <summary>The provider's source keeps the contract of every source: here a collection that is listed region by region.</summary>
public sealed class GoogleCloudSourceContractTests : ResourceSourceContract
{
    protected override ResourceSource Create(params int[] resourcesPerScope)
    {
        var inventory = new GoogleCloudInventory(
            new GoogleCloudOptions { Endpoint = "http://127.0.0.1:9" }, null, null, TimeProvider.System, new HttpClient(new RegionalLists(resourcesPerScope)));
        return inventory
            .GetSourcesAsync(new GoogleCloudSelection { Projects = ["p"], Types = ["compute.regionNotificationEndpoints"] })
            .ToBlockingEnumerable().Single();
    }

    /// <summary>Answers as Compute Engine: a list of regions, and in each so many resources, page by page.</summary>
    private sealed class RegionalLists(int[] counts) : HttpMessageHandler
    {
        private const string Project = "https://www.googleapis.com/compute/v1/projects/p";

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = request.RequestUri!.AbsolutePath.Split('/');
            var query = HttpUtility.ParseQueryString(request.RequestUri.Query);
            var body = path[^1] switch
            {
                "regions" => List(Enumerable.Range(0, counts.Length).Select(i => $$"""{"name":"r{{i}}","selfLink":"{{Project}}/regions/r{{i}}"}"""), null),
                "zones" => "{}",
                _ => Page(int.Parse(path[^2][1..]), int.Parse(query["pageToken"] ?? "0"), int.Parse(query["maxResults"]!)),
            };
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
        }

        private string Page(int region, int start, int size)
        {
            var end = Math.Min(start + size, counts[region]);
            return List(
                Enumerable.Range(start, end - start).Select(i => $$"""{"name":"n{{i}}","selfLink":"{{Project}}/regions/r{{region}}/notificationEndpoints/n{{i}}"}"""),
                end < counts[region] ? $"{end}" : null);
        }

        private static string List(IEnumerable<string> items, string? next) =>
            $$"""{"items":[{{string.Join(',', items)}}]{{(next is null ? "" : $",\"nextPageToken\":\"{next}\"")}}}""";
    }
}
