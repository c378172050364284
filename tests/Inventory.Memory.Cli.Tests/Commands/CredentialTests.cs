using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Inventory.Memory.Cli.Tests.Support;
using Inventory.Memory.Tests.Shared.Credentials;

namespace Inventory.Memory.Cli.Tests.Commands;

/// <summary>Signing in with the tool, over real HTTP, to an emulator that refuses whoever has not.</summary>
public sealed class CredentialTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(CredentialFolder.Kinds), MemberType = typeof(CredentialFolder))]
    public async Task Collect_WithEachKind_SignsInRenewsAndNeverPrintsASecret(string kind, string tokenKind)
    {
        // A token that is about to end is renewed before each page, and once more where a page is refused.
        var refused = _folder.Write("faults.json", """[{"kind":"Status","status":401,"reason":"authError","collection":"disks","page":1,"times":1}]""");
        using var emulator = await EmulatorServer.StartAsync("--require-token", "--token-lifetime", "50s", "--resources", "4", "--faults", refused);
        using var credentials = new CredentialFolder(new Uri(emulator.Endpoint));
        var file = credentials.Write(kind);
        var result = await ToolProcess.RunAsync(
            "collect", "--endpoint", emulator.Endpoint, "--credentials", file, "-t", "compute.networks", "compute.disks", "--page-size", "2",
            "--quota-project", "my-quota", "-v", "-v", "-v", "--summary", _folder["summary.json"], "--manifest", _folder["manifest.ndjson"]);

        Assert.Equal((0, 8), (result.ExitCode, result.Records.Count));
        Assert.Contains($"Credentials come from the file '{file}' ({kind.Split(' ')[0]})", result.Error, StringComparison.Ordinal);
        Assert.Contains("renewed after a server refused it", result.Error, StringComparison.Ordinal);
        foreach (var text in new[] { result.Output, result.Error, File.ReadAllText(_folder["summary.json"]), File.ReadAllText(_folder["manifest.ndjson"]) })
        {
            Assert.All(["ya29.", $"emulated.{tokenKind}", "Bearer", "PRIVATE KEY", "secret-of", "eyJ"], secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        }
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
    public async Task Collect_MetadataServer_SignsInWithoutAFile()
    {
        using var emulator = await EmulatorServer.StartAsync("--require-token", "--resources", "4");
        using var tool = ToolProcess.StartProgram(
            "/usr/bin/env",
            [
                "-u", "GOOGLE_APPLICATION_CREDENTIALS", $"GCE_METADATA_HOST={new Uri(emulator.Endpoint).Authority}", $"CLOUDSDK_CONFIG={_folder["none"]}",
                ToolProcess.Path, "collect", "--endpoint", emulator.Endpoint, "--impersonate-service-account", "robot@p.iam.gserviceaccount.com",
                "-t", "compute.networks", "-v", "-v", "-v",
            ]);
        var result = await tool.EndAsync();

        Assert.Equal((0, 4), (result.ExitCode, result.Records.Count));
        Assert.Contains("Credentials come from the metadata server, acting as robot@p.iam.gserviceaccount.com", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("ya29.", result.Error, StringComparison.Ordinal);
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
