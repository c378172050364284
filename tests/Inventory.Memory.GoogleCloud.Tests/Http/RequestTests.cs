using System.Net;
using System.Text;

namespace Inventory.Memory.GoogleCloud.Tests.Http;

/// <summary>HTTP/2's window grows with the bandwidth, and a body that is buffered is held several times: neither may happen.</summary>
public sealed class RequestTests
{
    [Fact]
    public async Task Collect_ClientThatWouldSpeakHttp2_SpeaksHttp11AndReadsBodiesAsTheyCome()
    {
        var handler = new OneInstanceHandler();
        using var client = new HttpClient(handler) { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        await using var inventory = new GoogleCloudInventory(new GoogleCloudOptions { Endpoint = "http://127.0.0.1:9" }, null, null, TimeProvider.System, client);
        var selection = new GoogleCloudSelection { Projects = ["p"], Types = ["compute.instances"] };
        var run = new SequentialCollector().Collect(new CollectionRequest(inventory.GetSourcesAsync(selection)));
        await foreach (var record in run)
        {
            Assert.EndsWith("/instances/i", record.Name, StringComparison.Ordinal);
        }

        Assert.Equal((RunState.Complete, 1), (run.Summary.State, run.Summary.Resources));
        Assert.Equal([(HttpVersion.Version11, HttpVersionPolicy.RequestVersionOrLower)], handler.Versions.Distinct());
    }

    private sealed class OneInstanceHandler : HttpMessageHandler
    {
        public List<(Version Version, HttpVersionPolicy Policy)> Versions { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Versions.Add((request.Version, request.VersionPolicy));
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new UnbufferedContent() });
        }
    }

    /// <summary>Can be read as a stream alone: whoever wants the whole of it fails.</summary>
    private sealed class UnbufferedContent : HttpContent
    {
        private const string Body =
            """{"items":{"zones/z":{"instances":[{"name":"i","selfLink":"https://www.googleapis.com/compute/v1/projects/p/zones/z/instances/i"}]}}}""";

        protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(Body)));

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            throw new NotSupportedException("The body was buffered.");

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
