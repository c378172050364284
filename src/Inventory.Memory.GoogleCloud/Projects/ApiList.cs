using System.Globalization;
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
        var call = new ApiCall(subject, string.Create(CultureInfo.InvariantCulture, $"{_endpoint.Host}:{_endpoint.Port}"));
        var page = new Page(this);
        var pages = page.Reader = new PageReader(context, call, _shape, new JsonItemReaderOptions(), page, pageToken);
        await using (pages.ConfigureAwait(false))
        {
            try
            {
                while (await pages.ReadAsync(pageSize, looksAhead: false, cancellationToken).ConfigureAwait(false) is var step && step != JsonStep.End)
                {
                    page.Add(step);
                }

                return new ApiPage<T>(page.Items, pages.EndPage() ? pages.PageToken : null, null);
            }
            catch (ScopeFailedException failure)
            {
                return new ApiPage<T>(page.Items, null, failure);
            }
        }
    }

    private string Path => path;

    private T? Take(ReadOnlyMemory<byte> json) => take(json);

    private ScopeFailedException Incomplete() =>
        new(ScopeState.Failed, "listIncomplete", $"{_endpoint.Host} did not answer with all of the {itemsPath} of '{subject}'.");

    private sealed class Page(ApiList<T> list) : IPageItems
    {
        private T? _found;

        public PageReader Reader { get; set; } = null!;

        public List<T> Items { get; } = [];

        public Uri Address(int pageSize, string? pageToken) =>
            new(string.Create(CultureInfo.InvariantCulture, $"{list._endpoint}{list.Path}&pageSize={pageSize}&prettyPrint=false{(pageToken is null ? "" : $"&pageToken={Uri.EscapeDataString(pageToken)}")}"));

        public bool TryTake(out ulong identity)
        {
            var json = Reader.Json.Value;
            _found = list.Take(json);
            identity = Hash(json.Span, 0) | ((ulong)Hash(json.Span, 1) << 32);
            return _found is not null;
        }

        public void Add(JsonStep step)
        {
            if (step != JsonStep.Item || Items.Count == MaxItems)
            {
                throw list.Incomplete();
            }

            Items.Add(_found!);
        }

        private static uint Hash(ReadOnlySpan<byte> json, int salt)
        {
            var hash = default(HashCode);
            hash.Add(salt);
            hash.AddBytes(json);
            return (uint)hash.ToHashCode();
        }
    }
}
