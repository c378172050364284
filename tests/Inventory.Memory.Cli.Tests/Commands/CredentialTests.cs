using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Inventory.Memory.Cli.Tests.Support;
using Inventory.Memory.GoogleCloud.Emulator;
using Inventory.Memory.GoogleCloud.Emulator.Faults;
using Inventory.Memory.Tests.Shared.Credentials;

namespace Inventory.Memory.Cli.Tests.Commands;

/// <summary>Signing in with the tool, over real HTTP, to an emulator that refuses whoever has not.</summary>
public sealed class CredentialTests : IDisposable
{
    private const string Metadata = "metadata server";
    private const string MetadataActingAsAnAccount = "metadata server, acting as a service account";
    private const string Renewed = "renewed after a server refused it";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Every kind of file, and the metadata server, alone and for acting as an account.</summary>
    public static TheoryData<string, string> Kinds =>
        [.. CredentialFolder.Kinds, (Metadata, "metadata"), (MetadataActingAsAnAccount, "impersonated")];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Collect_TokenAboutToEnd_IsRenewedBeforeEachRequest(string kind, string tokenKind)
    {
        // Google's library waits for a new token from 60 seconds before the end.
        var options = new GoogleCloudEmulatorOptions { TokenLifetime = TimeSpan.FromSeconds(50) };
        var (requests, tokens, error) = await CollectAsync(options, kind, tokenKind);

        // One at the start of the run, one for each request. Some kinds go through another token.
        Assert.InRange(tokens, requests + 1, 2 * (requests + 1));
        Assert.DoesNotContain(Renewed, error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Collect_TokenRefused_IsRenewedOnce(string kind, string tokenKind)
    {
        var options = new GoogleCloudEmulatorOptions
        {
            Faults = { new EmulatorFault { Kind = FaultKind.Status, Status = 401, Reason = "authError", Collection = "disks", Page = 1, Times = 1 } },
        };
        var (_, tokens, error) = await CollectAsync(options, kind, tokenKind);

        Assert.InRange(tokens, 2, 4);
        Assert.Equal(2, error.Split(Renewed).Length);
    }

    [Fact]
    public async Task Collect_NativeToolWithFullCredentials_SignsInWithAKey()
    {
        var native = Native("INVENTORY_NATIVE_FULL_TOOL");
        using var emulator = await EmulatorServer.StartAsync("--require-token", "--resources", "4");
        using var tool = ToolProcess.StartProgram(
            native, "collect", "--endpoint", emulator.Endpoint, "--credentials", WriteKey(emulator.Endpoint), "-t", "compute.networks");
        var result = await tool.EndAsync();

        Assert.Equal((0, 4), (result.ExitCode, result.Records.Count));
    }

    [Fact]
    public async Task Collect_SmallNativeTool_SaysWhatToDoWithAKey()
    {
        using var tool = ToolProcess.StartProgram(
            Native("INVENTORY_NATIVE_TOOL"), "collect", "--endpoint", "http://127.0.0.1:1", "--credentials", WriteKey("http://127.0.0.1:1"));
        var result = await tool.EndAsync();

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--credentials needs all of Google's credentials", result.Error, StringComparison.Ordinal);
        Assert.Contains("-p:FullCredentials=true", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_WithoutSignIn_SaysWhatToDo()
    {
        using var emulator = await EmulatorServer.StartAsync("--require-token");
        var result = await ToolProcess.RunAsync("collect", "--endpoint", emulator.Endpoint, "-t", "compute.networks");

        Assert.Equal(3, result.ExitCode);
        Assert.Equal("denied", Assert.Single(result.Records)["error"]!.Text("state"));
    }

    [Theory]
    [InlineData("--credentials", "/no/such/file", "The credentials file '/no/such/file' cannot be read")]
    [InlineData("--universe-domain", "not a host", "--universe-domain 'not a host' is not a host name")]
    [InlineData("--quota-project", "my project", "--quota-project 'my project' is not a project's id")]
    public async Task Collect_BadCredentialOption_IsAUsageErrorThatNamesIt(string option, string value, string expected)
    {
        var result = await ToolProcess.RunAsync("collect", "--endpoint", "http://127.0.0.1:1", option, value);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_TwoKindsOfCredentials_IsAUsageError()
    {
        var file = _folder.Write("token", "t");
        var result = await ToolProcess.RunAsync("collect", "--emulate", "1", "--access-token-file", file, "--credentials", file);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--access-token-file and --credentials exclude each other", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_CredentialsOfAnotherUniverse_AreNotSentToThisOne()
    {
        var key = WriteKey("http://127.0.0.1:1", "cloud.example");
        var result = await ToolProcess.RunAsync("collect", "-p", "p", "--credentials", key, "--universe-domain", "googleapis.com");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("is for 'cloud.example'", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("collect")]
    [InlineData("plan")]
    public async Task SignIn_NoCredentials_FailsOnceWithTheToolsRemedy(string command)
    {
        Dictionary<string, string> environment = new()
        {
            ["GOOGLE_APPLICATION_CREDENTIALS"] = "",
            ["GOOGLE_OAUTH_ACCESS_TOKEN"] = "",
            ["CLOUDSDK_CONFIG"] = _folder["none"],
            ["GCE_METADATA_HOST"] = "127.0.0.1:1",
        };
        using var tool = ToolProcess.StartProgram(ToolProcess.Path, environment, [command, "-p", "p"]);
        var result = await tool.EndAsync();

        Assert.Equal((1, 0), (result.ExitCode, result.Records.Count));
        Assert.Equal(2, result.Error.Split("There is no access token from").Length);
        Assert.Contains("--credentials FILE", result.Error, StringComparison.Ordinal);
    }

    /// <summary>Token servers and lists answer with all that they were sent: no secret stays, at the highest verbosity.</summary>
    [Theory]
    [MemberData(nameof(CredentialFolder.Kinds), MemberType = typeof(CredentialFolder))]
    public async Task Collect_ServersThatEcho_NoSecretIsKept(string kind, string tokenKind)
    {
        var options = new GoogleCloudEmulatorOptions();
        await using var emulator = await GoogleCloudEmulator.StartAsync(options, TestContext.Current.CancellationToken);
        using var echo = new EchoServer();
        foreach (var (tokensFrom, listsFrom) in new[] { (emulator.Endpoint, echo.Address), (echo.Address, echo.Address) })
        {
            using var files = new CredentialFolder(tokensFrom);
            using var tool = ToolProcess.StartProgram(ToolProcess.Path,
            [
                "collect", "--endpoint", listsFrom.GetLeftPart(UriPartial.Authority), "--credentials", files.Write(kind), "-p", "p", "-t", "compute.networks",
                "-v", "-v", "-v", "--retries", "1", "--overwrite", "-o", _folder["out.ndjson"], "--summary", _folder["summary.json"], "--manifest", _folder["manifest.ndjson"],
            ]);
            var result = await tool.EndAsync();

            Assert.NotEqual(0, result.ExitCode);
            var kept = Directory.GetFiles(_folder["."]).Where(file => Path.GetExtension(file) is ".ndjson" or ".json").Select(File.ReadAllText);
            foreach (var text in kept.Append(result.Output).Append(result.Error))
            {
                Assert.All(["ya29.", $"emulated.{tokenKind}", "PRIVATE KEY", "secret-of", "eyJ"], secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
            }
        }

        Assert.True(echo.Requests > 1);
    }

    /// <summary>Collects two types, two resources a page, at its most verbose: all of it, and no secret anywhere.</summary>
    private async Task<(long Requests, long Tokens, string Error)> CollectAsync(GoogleCloudEmulatorOptions options, string kind, string tokenKind)
    {
        (options.RequireToken, options.ResourcesPerCollection) = (true, 4);
        await using var emulator = await GoogleCloudEmulator.StartAsync(options, TestContext.Current.CancellationToken);
        using var files = new CredentialFolder(emulator.Endpoint);
        var (signIn, source) = SignIn(kind, files);
        Dictionary<string, string> environment = new()
        {
            ["GOOGLE_APPLICATION_CREDENTIALS"] = "",
            ["CLOUDSDK_CONFIG"] = _folder["none"],
            ["GCE_METADATA_HOST"] = emulator.Endpoint.Authority,
        };
        using var tool = ToolProcess.StartProgram(ToolProcess.Path, environment,
        [
            "collect", "--endpoint", emulator.Endpoint.GetLeftPart(UriPartial.Authority), .. signIn, "-t", "compute.networks", "compute.disks",
            "--page-size", "2", "--quota-project", "my-quota", "-v", "-v", "-v", "--summary", _folder["summary.json"], "--manifest", _folder["manifest.ndjson"],
        ]);
        var result = await tool.EndAsync();

        Assert.Equal((0, 8), (result.ExitCode, result.Records.Count));
        Assert.Contains($"Credentials come from {source}", result.Error, StringComparison.Ordinal);
        foreach (var text in new[] { result.Output, result.Error, File.ReadAllText(_folder["summary.json"]), File.ReadAllText(_folder["manifest.ndjson"]) })
        {
            Assert.All(["ya29.", $"emulated.{tokenKind}", "Bearer", "PRIVATE KEY", "secret-of", "eyJ"], secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        }

        return (emulator.Requests.Where(path => path.Key.StartsWith("/compute/", StringComparison.Ordinal)).Sum(path => path.Value), emulator.TokensIssued, result.Error);
    }

    /// <returns>The options that ask for it, and what the tool calls it. Towards loopback credentials are used only where they are asked for.</returns>
    private static (string[] Options, string Source) SignIn(string kind, CredentialFolder files)
    {
        switch (kind)
        {
            case Metadata:
                return (["--scope", "https://www.googleapis.com/auth/cloud-platform.read-only"], "the metadata server");
            case MetadataActingAsAnAccount:
                return (["--impersonate-service-account", CredentialFolder.Account], $"the metadata server, acting as {CredentialFolder.Account}");
            default:
                var file = files.Write(kind);
                return (["--credentials", file], $"the file '{file}' ({kind.Split(' ')[0]})");
        }
    }

    /// <summary>A native tool that CI has published before the tests.</summary>
    private static string Native(string variable)
    {
        var path = Environment.GetEnvironmentVariable(variable);
        Assert.SkipUnless(File.Exists(path), $"{variable} names no native tool; .ci/run publishes it.");
        return path!;
    }

    private string WriteKey(string endpoint, string universe = "googleapis.com")
    {
        using var rsa = RSA.Create(2048);
        return _folder.Write("key.json", new JsonObject
        {
            ["type"] = "service_account",
            ["private_key"] = rsa.ExportPkcs8PrivateKeyPem(),
            ["client_email"] = "robot@emulated-project.iam.gserviceaccount.com",
            ["token_uri"] = $"{endpoint}/token",
            ["universe_domain"] = universe,
        }.ToJsonString());
    }
}
