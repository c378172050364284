using System.Net;
using System.Net.Http.Headers;

namespace Inventory.Memory.GoogleCloud.Emulator.Tests;

public sealed class GoogleCloudEmulatorTests
{
    [Fact]
    public async Task StartAsync_WithoutOptions_ServesAnEstateInThreeLines()
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync();
        using var http = new HttpClient { BaseAddress = emulator.Endpoint };
        Assert.Contains("compute#instanceAggregatedList", await http.GetStringAsync("/compute/v1/projects/p/aggregated/instances"));
    }

    [Fact]
    public async Task StartAsync_TwoAtOnce_TakeDifferentPorts()
    {
        await using var first = await GoogleCloudEmulator.StartAsync();
        await using var second = await GoogleCloudEmulator.StartAsync();

        Assert.NotEqual(first.Endpoint, second.Endpoint);
        Assert.Equal("127.0.0.1", first.Endpoint.Host);
    }

    [Fact]
    public async Task DisposeAsync_Always_FreesThePort()
    {
        var first = await GoogleCloudEmulator.StartAsync();
        var port = first.Endpoint.Port;
        await first.DisposeAsync();

        await using var second = await GoogleCloudEmulator.StartAsync(new() { Port = port });
        Assert.Equal(port, second.Endpoint.Port);
    }

    [Theory]
    [InlineData(-1, "ResourcesPerCollection is -1; it must be between 0 and 999999999.")]
    [InlineData(1_000_000_000, "ResourcesPerCollection is 1000000000; it must be between 0 and 999999999.")]
    public async Task StartAsync_ResourcesOutOfBounds_SaysValueAndLimit(long resources, string message)
    {
        var failure = await Assert.ThrowsAnyAsync<ArgumentException>(
            () => GoogleCloudEmulator.StartAsync(new() { ResourcesPerCollection = resources }));
        Assert.Equal(message, failure.Message);
    }

    [Theory]
    [InlineData("nonsense", "There is no collection 'nonsense' in the catalog.")]
    [InlineData("zones", "The emulator's zones are its own; 'zones=5' cannot set their number.")]
    public async Task StartAsync_CollectionThatCannotBeSet_NamesIt(string collection, string message)
    {
        var options = new GoogleCloudEmulatorOptions { Collections = { [collection] = 5 } };

        var failure = await Assert.ThrowsAnyAsync<ArgumentException>(() => GoogleCloudEmulator.StartAsync(options));
        Assert.Equal(message, failure.Message);
    }

    [Fact]
    public async Task Requests_SomeCalls_CountsThemByPath()
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(emulator);
        await client.GetAsync("global/networks?maxResults=1");
        await client.GetAsync("global/networks?maxResults=2");
        await client.FailAsync("global/nothing");

        Assert.Equal(2, emulator.Requests[EmulatorClient.Url("global/networks")]);
        Assert.Equal(1, emulator.Requests[EmulatorClient.Url("global/nothing")]);
        Assert.Equal(3, emulator.TotalRequests);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task StartAsync_Https_TrustedThroughItsCertificateAlone(string host)
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync(new() { UseHttps = true });
        using var http = new HttpClient(EmulatorClient.Trusting(emulator));

        var answer = await http.GetAsync(new Uri($"https://{host}:{emulator.Endpoint.Port}{EmulatorClient.Url("global/networks")}"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task StartAsync_Https_IsNotTrustedWithoutItsCertificate()
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync(new() { UseHttps = true });
        using var client = new EmulatorClient(emulator);

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync("global/networks"));
        Assert.Equal(HttpRequestError.SecureConnectionError, failure.HttpRequestError);
    }

    [Fact]
    public async Task Latency_OfTheOptions_DelaysTheAnswer()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var emulator = await GoogleCloudEmulator.StartAsync(new() { Latency = TimeSpan.FromSeconds(10), TimeProvider = time });
        using var client = new EmulatorClient(emulator);

        var pending = client.SendAsync("global/networks");
        while (emulator.TotalRequests == 0)
        {
            await Task.Yield();
        }

        time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(pending.IsCompleted);
        while (!pending.IsCompleted)
        {
            // The request may have been counted a moment before its timer began.
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1);
        }

        using var answer = await pending;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task BytesPerSecond_OfTheOptions_HoldsTheBodyBack()
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync(new() { BytesPerSecond = 200_000 });
        using var client = new EmulatorClient(emulator);

        var began = TimeProvider.System.GetTimestamp();
        var body = await client.Http.GetByteArrayAsync(EmulatorClient.Url("aggregated/instances?maxResults=20&prettyPrint=false"));
        var elapsed = TimeProvider.System.GetElapsedTime(began);

        Assert.InRange(elapsed.TotalSeconds, body.Length / 200_000.0 * 0.8, double.MaxValue);
    }

    [Fact]
    public async Task BytesPerSecond_TwoAnswersOverOneConnection_ShareIt()
    {
        const int BytesPerSecond = 4_000_000;
        await using var emulator = await GoogleCloudEmulator.StartAsync(new() { BytesPerSecond = BytesPerSecond, UseHttps = true });
        var url = EmulatorClient.Url("aggregated/instances?maxResults=20&prettyPrint=false");

        // Each connection new: what its first two requests share must be there before either of them.
        for (var connection = 0; connection < 25; connection++)
        {
            var handler = EmulatorClient.Trusting(emulator);
            handler.EnableMultipleHttp2Connections = false;
            using var client = new EmulatorClient(emulator, handler);
            client.Http.DefaultRequestVersion = HttpVersion.Version20;
            client.Http.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;

            var began = TimeProvider.System.GetTimestamp();
            var bodies = await Task.WhenAll(client.Http.GetByteArrayAsync(url), client.Http.GetByteArrayAsync(url));
            var elapsed = TimeProvider.System.GetElapsedTime(began);

            Assert.InRange(elapsed.TotalSeconds, bodies.Sum(body => (double)body.Length) / BytesPerSecond * 0.8, double.MaxValue);
        }
    }

    [Theory]
    [InlineData("gzip", "some-client (gzip)", true)]
    [InlineData("gzip", "some-client", false)]
    [InlineData("identity", "some-client (gzip)", false)]
    public async Task Compression_NeedsHeaderAndUserAgent(string encoding, string agent, bool compressed)
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(emulator, new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None });
        using var request = new HttpRequestMessage(HttpMethod.Get, EmulatorClient.Url("aggregated/instances"));
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(encoding));
        request.Headers.TryAddWithoutValidation("User-Agent", agent);

        using var answer = await client.Http.SendAsync(request);
        var body = await answer.Content.ReadAsByteArrayAsync();

        Assert.Equal(compressed, answer.Content.Headers.ContentEncoding.Contains("gzip"));
        Assert.Equal(compressed, body is [0x1F, 0x8B, ..]);
    }

    [Fact]
    public async Task Compression_WhenUsed_HoldsTheSamePage()
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync();
        using var plain = new EmulatorClient(emulator);
        using var zipped = new EmulatorClient(emulator, new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.GZip });
        zipped.Http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "test (gzip)");

        var path = EmulatorClient.Url("aggregated/instances");
        Assert.Equal(await plain.Http.GetStringAsync(path), await zipped.Http.GetStringAsync(path));
    }
}
