using System.Net;

namespace Inventory.Memory.GoogleCloud.Emulator.Tests.Http;

/// <summary>A page in a browser can have its own host name lead to loopback: the emulator does not answer for it.</summary>
public sealed class HostTests
{
    [Theory]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("localhost:8080", HttpStatusCode.OK)]
    [InlineData("[::1]:8080", HttpStatusCode.OK)]
    [InlineData("attacker.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost.attacker.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("10.0.0.1", HttpStatusCode.MisdirectedRequest)]
    public async Task Get_Host_IsAnsweredForLoopbackAlone(string host, HttpStatusCode expected)
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(emulator.Endpoint, EmulatorClient.Url("global/networks")));
        request.Headers.Host = host;
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
    }
}
