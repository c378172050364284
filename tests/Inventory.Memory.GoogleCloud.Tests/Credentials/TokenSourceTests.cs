using Inventory.Memory.GoogleCloud.Credentials;
using Inventory.Memory.GoogleCloud.Tests.Support;
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
