using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inventory.Memory.GoogleCloud.Emulator.Faults;

namespace Inventory.Memory.GoogleCloud.Emulator.Tests.Faults;

public sealed class FaultTests
{
    private const string Networks = "global/networks?prettyPrint=false";

    private static async Task<(GoogleCloudEmulator Emulator, EmulatorClient Client)> StartAsync(params EmulatorFault[] faults)
    {
        var options = new GoogleCloudEmulatorOptions();
        foreach (var fault in faults)
        {
            options.Faults.Add(fault);
        }

        var emulator = await GoogleCloudEmulator.StartAsync(options);
        return (emulator, new EmulatorClient(emulator));
    }

    [Fact]
    public async Task Status_WithRetryAfter_IsGooglesErrorAndThenOver()
    {
        var (emulator, client) = await StartAsync(new EmulatorFault
        {
            Kind = FaultKind.Status,
            Status = 403,
            Reason = "rateLimitExceeded",
            Message = "Slow down",
            RetryAfterSeconds = 3,
            Times = 1,
        });
        await using var _ = emulator;
        using var __ = client;

        using var first = await client.SendAsync(Networks);
        using var second = await client.SendAsync(Networks);
        var error = JsonNode.Parse(await first.Content.ReadAsStringAsync())!["error"]!;

        Assert.Equal(HttpStatusCode.Forbidden, first.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(3), first.Headers.RetryAfter!.Delta);
        Assert.Equal("rateLimitExceeded", (string?)error["errors"]![0]!["reason"]);
        Assert.Equal("usageLimits", (string?)error["errors"]![0]!["domain"]);
        Assert.Equal("Slow down", (string?)error["message"]);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
    }

    [Fact]
    public async Task Status_WithBody_IsThatBody()
    {
        var (emulator, client) = await StartAsync(new EmulatorFault { Kind = FaultKind.Status, Status = 429, Body = "quota" });
        await using var _ = emulator;
        using var __ = client;

        using var answer = await client.SendAsync(Networks);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal("quota", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Truncate)]
    public async Task Cut_AfterBytes_BreaksTheBodyThere(FaultKind kind)
    {
        var (emulator, client) = await StartAsync(new EmulatorFault { Kind = kind, AfterBytes = 10_000 });
        await using var _ = emulator;
        using var __ = client;
        using var answer = await client.Http.GetAsync(EmulatorClient.Url(Networks), HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.Content.ReadAsStreamAsync();
        var read = 0;
        var buffer = new byte[1000];

        var failure = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            for (int count; (count = await body.ReadAsync(buffer)) > 0; read += count)
            {
                // Up to the cut.
            }
        });

        Assert.Equal(10_000, read);
        if (kind == FaultKind.Reset)
        {
            Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(failure.GetBaseException()).SocketErrorCode);
        }
        else
        {
            Assert.Equal(HttpRequestError.ResponseEnded, Assert.IsType<HttpIOException>(failure.GetBaseException()).HttpRequestError);
        }
    }

    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Truncate)]
    public async Task Cut_BeyondTheBody_StillDeniesItsEnd(FaultKind kind)
    {
        var (emulator, client) = await StartAsync(new EmulatorFault { Kind = kind, AfterBytes = long.MaxValue });
        await using var _ = emulator;
        using var __ = client;

        await Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync(Networks));
    }

    [Fact]
    public async Task Reset_AtOnce_BreaksTheRequest()
    {
        var (emulator, client) = await StartAsync(new EmulatorFault { Kind = FaultKind.Reset, Times = 1 });
        await using var _ = emulator;
        using var __ = client;

        await Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync(Networks));
        using var second = await client.SendAsync(Networks);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
    }

    [Fact]
    public async Task Truncate_OverTls_BreaksTheBody()
    {
        var options = new GoogleCloudEmulatorOptions
        {
            UseHttps = true,
            Faults = { new EmulatorFault { Kind = FaultKind.Truncate, AfterBytes = 5000 } },
        };
        await using var emulator = await GoogleCloudEmulator.StartAsync(options);
        using var client = new EmulatorClient(emulator, EmulatorClient.Trusting(emulator));

        await Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync(Networks));
    }

    [Fact]
    public async Task Stall_AfterBytes_SendsThemAndNothingMore()
    {
        var (emulator, client) = await StartAsync(new EmulatorFault { Kind = FaultKind.Stall, AfterBytes = 5000 });
        await using var _ = emulator;
        using var __ = client;
        using var answer = await client.Http.GetAsync(EmulatorClient.Url(Networks), HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[5000]);

        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => body.ReadAsync(new byte[1], soon.Token).AsTask());
    }

    [Fact]
    public async Task MalformedJson_AfterBytes_IsNotJsonButComplete()
    {
        var (emulator, client) = await StartAsync(new EmulatorFault { Kind = FaultKind.MalformedJson, AfterBytes = 5000 });
        await using var _ = emulator;
        using var __ = client;

        using var answer = await client.SendAsync(Networks);
        var text = await answer.Content.ReadAsStringAsync();

        Assert.ThrowsAny<JsonException>(() => JsonNode.Parse(text));
        Assert.InRange(text.IndexOf("<broken>", StringComparison.Ordinal), 5000, 5100);
    }

    [Fact]
    public async Task InvalidUtf8_AfterBytes_HasOneByteThatIsNot()
    {
        var (emulator, client) = await StartAsync(new EmulatorFault { Kind = FaultKind.InvalidUtf8, AfterBytes = 5000 });
        await using var _ = emulator;
        using var __ = client;

        var bytes = await client.Http.GetByteArrayAsync(EmulatorClient.Url(Networks));

        Assert.InRange(Array.IndexOf(bytes, (byte)0xFF), 5000, 5100);
        Assert.Equal(1, bytes.Count(b => b == 0xFF));
        Assert.Throws<DecoderFallbackException>(() => new UTF8Encoding(false, true).GetString(bytes));
    }

    [Fact]
    public async Task RepeatedPageToken_OnThePage_LeadsBackToIt()
    {
        var (emulator, client) = await StartAsync(new EmulatorFault { Kind = FaultKind.RepeatedPageToken, Page = 1 });
        await using var _ = emulator;
        using var __ = client;

        var first = await client.GetAsync("global/networks?maxResults=10");
        var second = await client.GetAsync($"global/networks?maxResults=10&pageToken={first["nextPageToken"]}");

        Assert.Equal((string?)first["nextPageToken"], (string?)second["nextPageToken"]);
        Assert.Equal("network-000000010", (string?)second["items"]![0]!["name"]);
    }

    [Theory]
    [InlineData("global/networks", 300_000)]
    [InlineData("aggregated/instances", 5_000_000)]
    public async Task HugeItem_OfThatSize_StandsFirst(string path, int size)
    {
        var (emulator, client) = await StartAsync(new EmulatorFault { Kind = FaultKind.HugeItem, ItemBytes = size });
        await using var _ = emulator;
        using var __ = client;

        var page = await client.GetAsync(path + "?prettyPrint=false");
        var huge = EmulatorClient.Resources(page).First().Resource;

        Assert.Equal("huge-item", (string?)huge["name"]);
        Assert.Equal(size, Encoding.UTF8.GetByteCount(EmulatorClient.Compact(huge)));
        Assert.Equal(101, EmulatorClient.Resources(page).Count());
    }

    [Fact]
    public async Task HtmlBody_Always_IsAWebPage()
    {
        var (emulator, client) = await StartAsync(new EmulatorFault { Kind = FaultKind.HtmlBody });
        await using var _ = emulator;
        using var __ = client;

        using var answer = await client.SendAsync(Networks);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("<!DOCTYPE html>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EmptyBody_Always_IsStatus200WithNothing()
    {
        var (emulator, client) = await StartAsync(new EmulatorFault { Kind = FaultKind.EmptyBody });
        await using var _ = emulator;
        using var __ = client;

        using var answer = await client.SendAsync(Networks);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task SlowDrip_AtARate_TakesItsTime()
    {
        var (emulator, client) = await StartAsync(new EmulatorFault { Kind = FaultKind.SlowDrip, BytesPerSecond = 10_000, Times = 1 });
        await using var _ = emulator;
        using var __ = client;

        var began = TimeProvider.System.GetTimestamp();
        var body = await client.Http.GetByteArrayAsync(EmulatorClient.Url("global/networks?prettyPrint=false&maxResults=3"));

        Assert.InRange(TimeProvider.System.GetElapsedTime(began).TotalSeconds, body.Length / 10_000.0 * 0.8, 30);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task UnreachableScope_InAggregatedAnswers_IsNamedAndEmpty(bool partial)
    {
        var (emulator, client) = await StartAsync(new EmulatorFault { Kind = FaultKind.UnreachableScope, Unreachable = "zones/us-central1-b" });
        await using var _ = emulator;
        using var __ = client;

        var page = await client.GetAsync($"aggregated/instances?returnPartialSuccess={partial}");
        var scope = page["items"]!["zones/us-central1-b"]!.AsObject();
        var (status, error) = await client.FailAsync("zones/us-central1-b/instances");

        Assert.Equal("UNREACHABLE", (string?)scope["warning"]!["code"]);
        Assert.False(scope.ContainsKey("instances"));
        Assert.Equal(partial ? "projects/test-project/zones/us-central1-b" : null, (string?)page["unreachables"]?[0]);
        Assert.NotEmpty(page["items"]!["zones/us-central1-a"]!["instances"]!.AsArray());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("zones/us-central1-b", (string?)error["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task StalePageToken_OnThatPage_IsInvalid()
    {
        var (emulator, client) = await StartAsync(new EmulatorFault { Kind = FaultKind.StalePageToken, Page = 1, Times = 1 });
        await using var _ = emulator;
        using var __ = client;
        var token = (string?)(await client.GetAsync("global/networks?maxResults=10"))["nextPageToken"];

        var (status, error) = await client.FailAsync($"global/networks?maxResults=10&pageToken={token}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("invalid", (string?)error["errors"]![0]!["reason"]);
        Assert.Contains("'pageToken'", (string?)error["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Match_MethodScopeAndSkip_MeetsJustThoseCalls()
    {
        var (emulator, client) = await StartAsync(
            new EmulatorFault { Kind = FaultKind.Status, Method = "compute.disks.list", Scope = "zones/us-east1-b", Status = 500 },
            new EmulatorFault { Kind = FaultKind.Status, Collection = "networks", Status = 501, Skip = 1, Times = 1 },
            new EmulatorFault { Kind = FaultKind.Status, Project = "other-project", Status = 502 });
        await using var _ = emulator;
        using var __ = client;

        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync("zones/us-east1-c/disks")).StatusCode);
        Assert.Equal(HttpStatusCode.InternalServerError, (await client.SendAsync("zones/us-east1-b/disks")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync("zones/us-east1-b/instances")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(Networks)).StatusCode);
        Assert.Equal(HttpStatusCode.NotImplemented, (await client.SendAsync(Networks)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(Networks)).StatusCode);
        using var other = await client.Http.GetAsync(EmulatorClient.Url(Networks, "other-project"));
        Assert.Equal(HttpStatusCode.BadGateway, other.StatusCode);
    }

    [Fact]
    public async Task StartAsync_UnreachableWithoutAScope_SaysWhatIsMissing()
    {
        var failure = await Assert.ThrowsAnyAsync<ArgumentException>(() => StartAsync(new EmulatorFault { Kind = FaultKind.UnreachableScope }));
        Assert.Equal("Unreachable must name a scope, such as zones/us-central1-b.", failure.Message);
    }
}
