using Inventory.Memory.GoogleCloud.Emulator;
using Inventory.Memory.GoogleCloud.Emulator.Faults;
using Inventory.Memory.GoogleCloud.Tests.Support;
using Inventory.Memory.Reliability;
using Inventory.Memory.Sources;
using Inventory.Memory.Tests.Shared.Credentials;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Inventory.Memory.GoogleCloud.Auth.Tests;

/// <summary>Every kind of credentials, over real HTTP, against the emulator's sign-in.</summary>
public sealed class ApplicationCredentialsTests : IAsyncDisposable
{
    /// <summary>Google's library begins to renew a token 225 seconds before it ends, and waits for the new one from 60 seconds on.</summary>
    private static readonly TimeSpan s_alwaysAboutToEnd = TimeSpan.FromSeconds(50);

    private readonly GoogleCloudEmulatorOptions _options = new() { RequireToken = true, ResourcesPerCollection = 5 };
    private GoogleCloudEmulator? _emulator;
    private CredentialFolder? _folder;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _folder?.Dispose();
        if (_emulator is not null)
        {
            await _emulator.DisposeAsync();
        }
    }

    [Theory]
    [MemberData(nameof(CredentialFolder.Kinds), MemberType = typeof(CredentialFolder))]
    public async Task GetToken_OfEachKind_CollectsWithOneToken(string kind, string tokenKind)
    {
        await StartAsync();
        using var credentials = Open(kind);
        var token = await credentials.GetTokenAsync(null, Cancellation);

        Assert.StartsWith($"ya29.emulated.{tokenKind}.", token, StringComparison.Ordinal);
        Assert.Equal(token, await credentials.GetTokenAsync(null, Cancellation));
        Assert.Equal((RunState.Complete, 5, 0), await CollectAsync(credentials));
    }

    [Theory]
    [MemberData(nameof(CredentialFolder.Kinds), MemberType = typeof(CredentialFolder))]
    public async Task Collect_TokenAboutToEnd_IsRenewedBeforeEachPage(string kind, string tokenKind)
    {
        _options.TokenLifetime = s_alwaysAboutToEnd;
        await StartAsync();
        using var credentials = Open(kind);
        var before = await credentials.GetTokenAsync(null, Cancellation);
        var issued = _emulator!.TokensIssued;

        // Nothing was refused, so it was the end that they were renewed for: at the start of the run and before each of its
        // pages. Some kinds go through another token.
        Assert.Equal((RunState.Complete, 5, 0), await CollectAsync(credentials, pageSize: 2));
        Assert.InRange(_emulator.TokensIssued, issued + 4, issued + (4 * issued));
        var after = await credentials.GetTokenAsync(null, Cancellation);
        Assert.NotEqual(before, after);
        Assert.StartsWith($"ya29.emulated.{tokenKind}.", after, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(CredentialFolder.Kinds), MemberType = typeof(CredentialFolder))]
    public async Task Collect_TokenRefusedInTheMiddle_IsRenewedOnce(string kind, string tokenKind)
    {
        _options.Faults.Add(new EmulatorFault { Kind = FaultKind.Status, Status = 401, Reason = "authError", Page = 1, Times = 1 });
        await StartAsync();
        using var credentials = Open(kind);
        var before = await credentials.GetTokenAsync(null, Cancellation);
        var issued = _emulator!.TokensIssued;

        Assert.Equal((RunState.Complete, 5, 1), await CollectAsync(credentials, pageSize: 2));
        var after = await credentials.GetTokenAsync(null, Cancellation);

        // Some kinds go through another token, which may be good still.
        Assert.InRange(_emulator.TokensIssued, issued + 1, 2 * issued);
        Assert.NotEqual(before, after);
        Assert.StartsWith($"ya29.emulated.{tokenKind}.", after, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("service_account")]
    [InlineData("authorized_user")]
    public async Task GetToken_ActingAsAnAccount_GivesTheAccountsToken(string kind)
    {
        await StartAsync();
        using var credentials = Open(kind, options => options.ImpersonateServiceAccount = CredentialFolder.Account);

        Assert.StartsWith("ya29.emulated.impersonated.", await credentials.GetTokenAsync(null, Cancellation), StringComparison.Ordinal);
        Assert.Equal((RunState.Complete, 5, 0), await CollectAsync(credentials));
        Assert.Contains($"/v1/projects/-/serviceAccounts/{CredentialFolder.Account}:generateAccessToken", _emulator!.Requests.Keys);
    }

    [Fact]
    public async Task GetToken_RevokedUser_FailsOnceAMinuteWithTheServersWords()
    {
        await StartAsync();
        var file = _folder!.Make("authorized_user");
        file["refresh_token"] = "revoked";
        var time = new FakeTimeProvider();
        using var credentials = new ApplicationCredentials(
            new ApplicationCredentialsOptions { CredentialsFile = _folder.Write("user", file) }, null, time, _ => null);

        var failure = await Assert.ThrowsAsync<ScopeFailedException>(async () => await credentials.GetTokenAsync(null, Cancellation));
        Assert.Equal("noCredentials", failure.Reason);
        Assert.Contains("invalid_grant Token has been expired or revoked.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("gcloud auth application-default login", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ScopeFailedException>(async () => await credentials.GetTokenAsync(null, Cancellation));
        Assert.Equal(1, _emulator!.Requests["/token"]);
        time.Advance(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<ScopeFailedException>(async () => await credentials.GetTokenAsync(null, Cancellation));
        Assert.Equal(2, _emulator.Requests["/token"]);
    }

    /// <summary>A status, or 0 for a connection that is reset in the middle of the answer.</summary>
    [Theory]
    [InlineData("authorized_user", 429)]
    [InlineData("authorized_user", 503)]
    [InlineData("service_account", 500)]
    [InlineData("service_account", 502)]
    [InlineData("external_account", 504)]
    [InlineData("service_account", 0)]
    public async Task GetToken_TokenServerHasHiccups_WaitsThemOut(string kind, int status)
    {
        var asked = 0;
        await using var server = new ScriptedHttpServer(_ => ++asked <= 2 ? Hiccup(status) : Token());
        using var folder = new CredentialFolder(new Uri(server.Address));
        var clock = new SkippingClock();
        using var credentials = new ApplicationCredentials(new ApplicationCredentialsOptions { CredentialsFile = folder.Write(kind) }, null, clock, _ => null);

        Assert.Equal("token-of-the-server", await credentials.GetTokenAsync(null, Cancellation));
        Assert.Equal((3, 2), (asked, clock.Waits.Count));
    }

    private static Reply Hiccup(int status) => status == 0 ? Token().CutBy(5, reset: true) : Reply.Json("""{"error":"busy"}""", status);

    private static Reply Token() => Reply.Json("""{"access_token":"token-of-the-server","expires_in":3600,"token_type":"Bearer"}""");

    [Fact]
    public async Task Credentials_FileOfTheEnvironment_IsFoundInTheDocumentedOrder()
    {
        await StartAsync();
        var named = _folder!.Write("service_account");
        _folder.Write("application_default_credentials.json", _folder.Make("authorized_user"));
        var environment = new Dictionary<string, string>
        {
            ["GOOGLE_APPLICATION_CREDENTIALS"] = named,
            ["CLOUDSDK_CONFIG"] = Path.GetDirectoryName(named)!,
        };

        using var first = new ApplicationCredentials(null, null, TimeProvider.System, environment.GetValueOrDefault);
        Assert.Equal(("quota-of-the-file", $"the file '{named}' (service_account)"), (first.QuotaProject, first.ToString()));
        environment.Remove("GOOGLE_APPLICATION_CREDENTIALS");
        using var second = new ApplicationCredentials(null, null, TimeProvider.System, environment.GetValueOrDefault);
        Assert.EndsWith("(authorized_user)", second.ToString(), StringComparison.Ordinal);
        using var third = new ApplicationCredentials(null, null, TimeProvider.System, _ => null);
        Assert.Equal("the metadata server", third.ToString());
    }

    [Theory]
    [InlineData(null, "googleapis.com")]
    [InlineData("cloud.example", "cloud.example")]
    public async Task GetUniverseDomain_OfAFile_IsTheFiles(string? universe, string expected)
    {
        await StartAsync();
        var file = _folder!.Make("service_account");
        file["universe_domain"] = universe;
        using var credentials = new ApplicationCredentials(new ApplicationCredentialsOptions { CredentialsFile = _folder.Write("key", file) });

        Assert.Equal(expected, await credentials.GetUniverseDomainAsync(Cancellation));
    }

    [Fact]
    public async Task GetToken_KeyOfAnotherUniverse_SignsItselfAndAsksNobody()
    {
        await StartAsync();
        var file = _folder!.Make("service_account");
        file["universe_domain"] = "cloud.example";
        using var credentials = new ApplicationCredentials(new ApplicationCredentialsOptions { CredentialsFile = _folder.Write("key", file) });

        var token = await credentials.GetTokenAsync(null, Cancellation);
        Assert.Equal(3, token!.Split('.').Length);
        Assert.Equal(token, await credentials.GetTokenAsync(token, Cancellation));
        Assert.Equal(0, _emulator!.TokensIssued);
    }

    [Theory]
    [InlineData("{", "is not JSON")]
    [InlineData("[]", "holds no JSON object")]
    [InlineData("{}", "names no \"type\"")]
    [InlineData("""{"type":"secret-kind","private_key":"secret-key"}""", "not a type that Google's library knows")]
    [InlineData("""{"type":"service_account","private_key":"secret-key"}""", "incomplete")]
    [InlineData("""{"type":"service_account","client_email":"a@b","private_key":"secret-key"}""", "incomplete")]
    [InlineData("""{"type":"service_account","client_email":"a@b","private_key":"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"}""", "its private key is broken")]
    [InlineData("""{"type":"service_account","client_email":"a@b","private_key":"-----BEGIN PRIVATE KEY-----\nMIIEvQ==\n-----END PRIVATE KEY-----\n"}""", "its private key is broken")]
    [InlineData("""{"type":"service_account","client_email":"a@b","private_key":"-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n"}""", "its private key is broken")]
    [InlineData("""{"type":"service_account","client_email":"a@b","private_key":"-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n"}""", "its private key is broken")]
    [InlineData("""{"type":"service_account","client_email":"a@b","private_key":"-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----\n"}""", "its private key is broken")]
    [InlineData("""{"type":"service_account","client_email":"a@b","private_key":"-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg\n-----END PRIVATE KEY-----\n"}""", "its private key is broken")]
    [InlineData("""{"type":"authorized_user","token_uri":"http://token.example/token"}""", "secrets are not sent there")]
    [InlineData("""{"type":"impersonated_service_account","source_credentials":{"token_uri":"ftp://token.example"}}""", "secrets are not sent there")]
    public async Task Credentials_FileThatCannotBeUsed_SaysWhyWithoutWhatIsInIt(string content, string expected)
    {
        await StartAsync();
        File.WriteAllText(_folder!["bad"], content);

        var failure = Assert.Throws<CredentialsException>(() => new ApplicationCredentials(new ApplicationCredentialsOptions { CredentialsFile = _folder["bad"] }));
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Contains(_folder["bad"], failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-key", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Credentials_NoSuchFile_NamesIt()
    {
        var failure = Assert.Throws<CredentialsException>(() => new ApplicationCredentials(new ApplicationCredentialsOptions { CredentialsFile = "/no/such/file" }));
        Assert.Contains("'/no/such/file' cannot be read", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetToken_WhateverHappens_LogsNoTokenAndNoKey()
    {
        _options.TokenLifetime = s_alwaysAboutToEnd;
        await StartAsync();
        var logs = new FakeLogCollector();
        using var credentials = new ApplicationCredentials(
            new ApplicationCredentialsOptions { CredentialsFile = _folder!.Write("authorized_user") }, new FakeLogger(logs), TimeProvider.System, _ => null);
        var token = await credentials.GetTokenAsync(null, Cancellation);
        await credentials.GetTokenAsync(token, Cancellation);
        await _emulator!.DisposeAsync();
        var renewed = await credentials.GetTokenAsync(null, Cancellation);
        await Assert.ThrowsAsync<ScopeFailedException>(async () => await credentials.GetTokenAsync(renewed, Cancellation));

        var text = string.Join('\n', logs.GetSnapshot().Select(record => $"{record.Message} {record.Exception}"));
        Assert.Contains("renewed after a server refused it", text, StringComparison.Ordinal);
        Assert.Contains("No new access token from", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ya29.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    }

    private async Task StartAsync()
    {
        _emulator = await GoogleCloudEmulator.StartAsync(_options, Cancellation);
        _folder = new CredentialFolder(_emulator.Endpoint);
    }

    private ApplicationCredentials Open(string kind, Action<ApplicationCredentialsOptions>? configure = null)
    {
        var options = new ApplicationCredentialsOptions { CredentialsFile = _folder!.Write(kind), Endpoint = _emulator!.Endpoint.ToString() };
        configure?.Invoke(options);
        return new ApplicationCredentials(options);
    }

    private async Task<(RunState State, int Resources, long Retries)> CollectAsync(ITokenSource credentials, int? pageSize = null)
    {
        await using var google = new GoogleCloudInventory(new GoogleCloudOptions { Endpoint = _emulator!.Endpoint.ToString(), PageSize = pageSize }, credentials);
        var run = new SequentialCollector().Collect(new CollectionRequest(
            google.GetSourcesAsync(new GoogleCloudSelection { Projects = ["my-project"], Types = ["compute.networks"] }, Cancellation)));
        var count = 0;
        await foreach (var record in run.WithCancellation(Cancellation))
        {
            count += record.IsError ? 0 : 1;
        }

        return (run.Summary.State, count, run.Summary.Retries);
    }
}
