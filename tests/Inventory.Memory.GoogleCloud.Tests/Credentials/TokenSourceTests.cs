using Inventory.Memory.GoogleCloud.Credentials;
using Inventory.Memory.GoogleCloud.Tests.Support;
using Inventory.Memory.Reliability;
using Inventory.Memory.Sources;
using Microsoft.Extensions.Time.Testing;

namespace Inventory.Memory.GoogleCloud.Tests.Credentials;

public sealed class TokenSourceTests
{
    [Fact]
    public void FromEnvironment_Loopback_NeedsNone() =>
        Assert.Null(TokenSource.FromEnvironment(new GoogleCloudOptions { Endpoint = "http://127.0.0.1:1" }));

    [Theory]
    [InlineData("")]
    [InlineData("se\ncret")]
    public void FromString_NoToken_ThrowsWithoutIt(string token)
    {
        var failure = Assert.Throws<FormatException>(() => TokenSource.FromString(token));
        Assert.DoesNotContain("cret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FromFile_ChangedFile_IsReadAgain()
    {
        var path = Path.GetTempFileName();
        try
        {
            var tokens = TokenSource.FromFile(path);
            File.WriteAllText(path, " one\n");
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddDays(1));
            Assert.Equal("one", await TakeAsync(tokens));
            File.WriteAllText(path, "two");
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddDays(1));
            Assert.Equal("one", await TakeAsync(tokens));
            Assert.Equal("two", await TakeAsync(tokens, "one"));
            File.WriteAllText(path, "three");
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddDays(2));
            Assert.Equal("three", await TakeAsync(tokens));
            File.WriteAllText(path, "");
            var failure = await Assert.ThrowsAsync<ScopeFailedException>(() => TakeAsync(tokens));
            Assert.Equal("noCredentials", failure.Reason);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task MetadataServer_Token_IsKeptUntilShortBeforeItsEnd()
    {
        var given = 0;
        await using var server = new ScriptedHttpServer(_ => Reply.Json($$"""{"access_token":"t{{++given}}","expires_in":3600,"token_type":"Bearer"}"""));
        var time = new FakeTimeProvider();
        using var tokens = new MetadataTokenSource(new Uri(server.Address).Authority, time);
        Assert.Equal("t1", await TakeAsync(tokens));
        time.Advance(TimeSpan.FromSeconds(3374));
        Assert.Equal("t1", await TakeAsync(tokens));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("t2", await TakeAsync(tokens));
        Assert.Equal("t3", await TakeAsync(tokens, "t2"));
        Assert.Contains("Metadata-Flavor: Google", server.Requests.First(), StringComparison.Ordinal);
    }

    /// <summary>The reply of a server that is restarting: a status, or 0 for a reset.</summary>
    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(0)]
    public async Task MetadataServer_Hiccups_AreWaitedOut(int status)
    {
        var asked = 0;
        await using var server = new ScriptedHttpServer(_ => ++asked <= 3 ? Hiccup(status) : Token("t1"));
        var clock = new SkippingClock();
        using var tokens = new MetadataTokenSource(new Uri(server.Address).Authority, clock);

        Assert.Equal("t1", await TakeAsync(tokens));
        Assert.Equal(3, clock.Waits.Count);
        Assert.All(clock.Waits, wait => Assert.InRange(wait, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public async Task MetadataServer_FailsAheadOfTime_TheTokenIsUsedUntilItsEnd()
    {
        var (asked, isDown) = (0, false);
        await using var server = new ScriptedHttpServer(_ => isDown ? Hiccup(503) : Token($"t{++asked}"));
        var time = new FakeTimeProvider();
        using var tokens = new MetadataTokenSource(new Uri(server.Address).Authority, time);
        Assert.Equal("t1", await TakeAsync(tokens));

        isDown = true;
        time.Advance(TimeSpan.FromSeconds(3400));
        Assert.Equal("t1", await TakeAsync(tokens));
        Assert.Equal(2, server.Requests.Count);
        time.Advance(TimeSpan.FromSeconds(199));
        Assert.Equal("t1", await TakeAsync(tokens));

        isDown = false;
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("t2", await TakeAsync(tokens));
    }

    [Fact]
    public async Task MetadataServer_DownAfterAHiccup_IsAskedAgainWithinSeconds()
    {
        var isDown = true;
        await using var server = new ScriptedHttpServer(_ => isDown ? Hiccup(503) : Token("t1"));
        var clock = new SkippingClock();
        using var tokens = new MetadataTokenSource(new Uri(server.Address).Authority, clock);
        var failure = await Assert.ThrowsAsync<ScopeFailedException>(() => TakeAsync(tokens));
        Assert.Contains("503", failure.Message, StringComparison.Ordinal);
        Assert.Equal(4, server.Requests.Count);

        // Those who waited meanwhile share its end.
        await Assert.ThrowsAsync<ScopeFailedException>(() => TakeAsync(tokens));
        Assert.Equal(4, server.Requests.Count);
        isDown = false;
        await Task.Delay(TimeSpan.FromSeconds(6), clock, TestContext.Current.CancellationToken);
        Assert.Equal("t1", await TakeAsync(tokens));
    }

    [Fact]
    public async Task MetadataServer_RefusedTokenWithoutAnother_FailsAndKeepsItForOthers()
    {
        var isDown = false;
        await using var server = new ScriptedHttpServer(_ => isDown ? Reply.Json("no", 404) : Token("t1"));
        using var tokens = new MetadataTokenSource(new Uri(server.Address).Authority, new FakeTimeProvider());
        Assert.Equal("t1", await TakeAsync(tokens));

        isDown = true;
        await Assert.ThrowsAsync<ScopeFailedException>(() => TakeAsync(tokens, "t1"));
        Assert.Equal("t1", await TakeAsync(tokens));
    }

    [Fact]
    public async Task AccessTokenFile_TowardsLoopback_IsSent()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "of-the-file");
            await using var server = new ScriptedHttpServer(_ => Reply.Json("""{"items":[]}"""));
            await Collected.FromAsync(server, "compute.snapshots", configure: options => options.AccessTokenFile = path);
            Assert.Contains("Authorization: Bearer of-the-file", Assert.Single(server.Requests), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Collect_NoToken_FailsOnceAtTheStartWithTheLibrarysRemedy()
    {
        await using var metadata = new ScriptedHttpServer(_ => Reply.Json("", 404));
        await using var server = new ScriptedHttpServer(_ => Reply.Json("{}"));
        using var tokens = new MetadataTokenSource(new Uri(metadata.Address).Authority, TimeProvider.System);
        await using var google = new GoogleCloudInventory(new GoogleCloudOptions { Endpoint = server.Address }, tokens);

        var failure = await Assert.ThrowsAsync<CredentialsException>(() => Collected.FromAsync(google, new() { Projects = ["p1"] }));
        Assert.Contains("Inventory.Memory.GoogleCloud.Auth", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("--", failure.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    private static Reply Hiccup(int status) => status == 0 ? Token("none").CutBy(5, reset: true) : Reply.Json("busy", status);

    private static Reply Token(string token) => Reply.Json($$"""{"access_token":"{{token}}","expires_in":3600,"token_type":"Bearer"}""");

    [Fact]
    public async Task MetadataServer_Absent_SaysWhatToDoAndAsksOnceAMinute()
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json("secret", 404));
        var time = new FakeTimeProvider();
        using var tokens = new MetadataTokenSource(new Uri(server.Address).Authority, time);
        var failure = await Assert.ThrowsAsync<ScopeFailedException>(() => TakeAsync(tokens));
        await Assert.ThrowsAsync<ScopeFailedException>(() => TakeAsync(tokens));
        Assert.Single(server.Requests);
        Assert.Contains("GOOGLE_OAUTH_ACCESS_TOKEN", failure.Message, StringComparison.Ordinal);
        Assert.Contains("404", failure.Message, StringComparison.Ordinal);
        time.Advance(TimeSpan.FromMinutes(2));
        await Assert.ThrowsAsync<ScopeFailedException>(() => TakeAsync(tokens));
        Assert.Equal(2, server.Requests.Count);
    }

    private static async Task<string?> TakeAsync(ITokenSource tokens, string? rejected = null) =>
        await tokens.GetTokenAsync(rejected, TestContext.Current.CancellationToken);
}
