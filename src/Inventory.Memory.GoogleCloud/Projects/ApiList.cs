using Inventory.Memory.GoogleCloud.Http;
using Inventory.Memory.GoogleCloud.Listing;
using Inventory.Memory.Json;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Projects;

/// <summary>
/// A list of small things, such as projects: read a page at a time, so that neither a connection nor a buffer is held
/// while what was found is collected. Through the same transport, retries and reader as resources.
/// </summary>
/// <param name="context">What the provider shares.</param>
/// <param name="subject">Whose list it is, as messages name it.</param>
/// <param name="service">The API, such as <c>cloudresourcemanager</c>.</param>
/// <param name="path">Path and query, but for page size and token.</param>
/// <param name="pageSize">The most items of a page.</param>
/// <param name="itemsPath">The property that holds the items.</param>
/// <param name="take">Makes a thing of an item; null: it is not wanted.</param>
internal sealed class ApiList<T>(ListContext context, string subject, string service, string path, int pageSize, string itemsPath, Func<ReadOnlyMemory<byte>, T?> take)
    where T : class
{
    /// <summary>The API's pages are smaller; a page beyond this is no list of projects.</summary>
    private const int MaxItems = 10_000;

    private readonly Uri _endpoint = Endpoint.For(context.Options, service);
    private readonly JsonListShape _shape = AnswerShapes.For(itemsPath);

    /// <summary>Reads a page; what goes wrong is part of it.</summary>
    /// <param name="pageToken">Null for the first.</param>
    /// <param name="cancellationToken">To be obeyed at once.</param>
    public async ValueTask<ApiPage<T>> ReadAsync(string? pageToken, CancellationToken cancellationToken)
    {
        List<T> items = [];
        var call = new ApiCall(subject, $"{_endpoint.Host}:{_endpoint.Port}");
        var pages = new PageReader(context, call, _shape, new JsonItemReaderOptions(), Address, pageToken);
        await using (pages.ConfigureAwait(false))
        {
            try
            {
                while (await pages.ReadAsync(pageSize, cancellationToken).ConfigureAwait(false) is var step && step != JsonStep.End)
                {
                    Take(pages.Items, step, items);
                }

                return new ApiPage<T>(items, pages.EndPage() ? pages.PageToken : null, null);
            }
            catch (ScopeFailedException failure)
            {
                return new ApiPage<T>(items, null, failure);
            }
        }
    }

    private void Take(JsonItemReader reader, JsonStep step, List<T> items)
    {
        if (step != JsonStep.Item || items.Count == MaxItems)
        {
            throw new ScopeFailedException(ScopeState.Failed, "listIncomplete", $"{_endpoint.Host} did not answer with all of the {itemsPath} of '{subject}'.");
        }

        if (take(reader.Value) is { } item)
        {
            items.Add(item);
        }
    }

    private Uri Address(int size, string? pageToken) =>
        new($"{_endpoint}{path}&pageSize={size}&prettyPrint=false{(pageToken is null ? "" : $"&pageToken={Uri.EscapeDataString(pageToken)}")}");
}
