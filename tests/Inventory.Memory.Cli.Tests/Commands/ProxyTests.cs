using Inventory.Memory.Cli.Tests.Support;

namespace Inventory.Memory.Cli.Tests.Commands;

/// <summary>A token where the environment names proxies: it never reaches one in clear text.</summary>
public sealed class ProxyTests : IDisposable
{
    private const string Secret = "ya29.this-is-the-secret-token";
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingProxy _proxy = new();

    public void Dispose()
    {
        _proxy.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("HTTP_PROXY")]
    [InlineData("http_proxy")]
    [InlineData("ALL_PROXY")]
    [InlineData("all_proxy")]
    public async Task Collect_Loopback_PassesTheProxyBy(string variable)
    {
        using var emulator = await EmulatorServer.StartAsync("--resources", "3");

        var result = await CollectAsync(variable, emulator.Endpoint);

        Assert.Equal((0, 3), (result.ExitCode, result.Records.Count));
        Assert.Empty(_proxy.Received);
    }

    [Theory]
    [InlineData("HTTPS_PROXY")]
    [InlineData("ALL_PROXY")]
    public async Task Collect_Tls_TheProxySeesATunnelAndNoToken(string variable)
    {
        var result = await CollectAsync(variable, "https://compute.example.invalid");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("CONNECT compute.example.invalid:443 ", _proxy.Received, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-token", _proxy.Received, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-token", result.Error + result.Output, StringComparison.Ordinal);
    }

    /// <summary>Its tokens cross in the clear, and whoever answers in its place would be believed.</summary>
    [Theory]
    [InlineData("HTTP_PROXY", "collect")]
    [InlineData("ALL_PROXY", "plan")]
    public async Task SignIn_MetadataServer_IsNeverAskedThroughTheProxy(string variable, string command)
    {
        using var tool = ToolProcess.StartProgram(
            ToolProcess.Path,
            new()
            {
                [variable] = _proxy.Address,
                ["GCE_METADATA_HOST"] = "metadata.example.invalid",
                ["GOOGLE_APPLICATION_CREDENTIALS"] = "",
                ["GOOGLE_OAUTH_ACCESS_TOKEN"] = "",
                ["CLOUDSDK_CONFIG"] = _folder["none"],
            },
            [command, "--endpoint", "https://compute.example.invalid", "-p", "p"]);
        var result = await tool.EndAsync();

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(_proxy.Received);
    }

    private async Task<ToolResult> CollectAsync(string variable, string endpoint)
    {
        using var tool = ToolProcess.StartProgram(
            ToolProcess.Path,
            new() { [variable] = _proxy.Address },
            ["collect", "--endpoint", endpoint, "-p", "p", "-t", "compute.networks", "--retries", "0", "--access-token-file", _folder.Write("token", Secret)]);
        return await tool.EndAsync();
    }
}
