using Inventory.Memory.GoogleCloud.Http;
using Inventory.Memory.GoogleCloud.Tests.Support;
using Inventory.Memory.Reliability;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Inventory.Memory.GoogleCloud.Tests.Http;

/// <summary>A server may answer with whatever it was sent: nothing of it is kept.</summary>
public sealed class SecretTextTests
{
    /// <summary>Looks like nothing that is known.</summary>
    private const string Opaque = "opaque/Secret+0123456789==";

    [Theory]
    [InlineData("token ya29.a0AfH6SMBx-1234567890_abc was refused", "token [secret] was refused")]
    [InlineData("Authorization: Bearer abcdefghijklmnop0123", "Authorization: [secret]")]
    [InlineData("assertion=eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhIn0.c2ln&x", "assertion=[secret]&x")]
    [InlineData("refresh 1//0gAbCdEfGhIjKlMnOp-qr", "refresh [secret]")]
    [InlineData("key -----BEGIN PRIVATE KEY-----\nMIIE", "key [secret]")]
    [InlineData("keyJoinsAndOtherLongWordsOfNames", "keyJoinsAndOtherLongWordsOfNames")]
    [InlineData("the bearer of this letter", "the bearer of this letter")]
    [InlineData("//compute.googleapis.com/projects/p1/zones/z", "//compute.googleapis.com/projects/p1/zones/z")]
    public void Remove_Text_TakesOutWhatLooksLikeASecret(string text, string expected) => Assert.Equal(expected, SecretText.Remove(text));

    [Fact]
    public void Remove_SecretThatWasSent_TakesItOutWholeEscapedAndCut()
    {
        SecretText.Keep(Opaque);
        Assert.Equal("a [secret] b", SecretText.Remove($"a {Opaque} b"));
        Assert.Equal("a [secret] b", SecretText.Remove($"a {Uri.EscapeDataString(Opaque)} b"));
        Assert.Equal("cut [secret]", SecretText.Remove($"cut {Opaque[..^3]}"));
        Assert.Equal("a word: opaque", SecretText.Remove("a word: opaque"));
    }

    [Fact]
    public void Keep_Many_KeepsTheLast()
    {
        for (var i = 0; i < 200; i++)
        {
            SecretText.Keep($"a-secret-number-{i:000}");
        }

        Assert.Equal("[secret]", SecretText.Remove("a-secret-number-199"));
        Assert.Equal("a-secret-number-000", SecretText.Remove("a-secret-number-000"));
    }

    /// <summary>In every place of an answer that ends up in an error record, a log or an exception.</summary>
    [Theory]
    [InlineData("message")]
    [InlineData("reason")]
    [InlineData("html")]
    [InlineData("status line")]
    [InlineData("redirect")]
    [InlineData("content type")]
    [InlineData("warning")]
    [InlineData("warning code")]
    [InlineData("unreachable")]
    [InlineData("quota")]
    public async Task Collect_ServerThatEchoesTheToken_KeepsItNowhere(string place)
    {
        var logs = new FakeLogCollector();
        using var loggers = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(new FakeLoggerProvider(logs)));
        await using var server = new ScriptedHttpServer(_ => Echo(place));
        await using var google = new GoogleCloudInventory(
            new GoogleCloudOptions { Endpoint = server.Address, MaxAttempts = 2 }, TokenSource.FromString(Opaque), loggers, new SkippingClock(), null);
        List<ScopeResult> ends = [];
        var collected = await Collected.FromAsync(
            google.GetSourcesAsync(new() { Projects = ["p1"], Types = ["compute.snapshots", "compute.disks"] }, TestContext.Current.CancellationToken), ends, lookAhead: 0);

        Assert.NotEmpty(collected.Errors);
        var kept = collected.Errors.Select(error => $"{error} {error.Reason} {error.Message} {error.Location} {error.Exception}")
            .Concat(collected.Summary.Incomplete.Select(scope => $"{scope.Reason} {scope.Location}"))
            .Concat(ends.Select(end => $"{end.Reason} {end.Scope}"))
            .Concat(logs.GetSnapshot().Select(record => $"{record.Message} {record.Exception}"));
        Assert.All(kept, text => Assert.DoesNotContain("Secret+", text, StringComparison.OrdinalIgnoreCase));
    }

    private static Reply Echo(string place) => place switch
    {
        "message" => Reply.Json($$$"""{"error":{"code":403,"message":"You sent Bearer {{{Opaque}}}."}}""", 403),
        "reason" => Reply.Json($$$"""{"error":{"code":403,"errors":[{"reason":"{{{Opaque}}}"}],"message":"no"}}""", 403),
        "html" => Reply.Of(200, "Content-Type: text/html\r\n", System.Text.Encoding.UTF8.GetBytes($"<html>{Opaque}</html>")),
        "status line" => new Reply(System.Text.Encoding.ASCII.GetBytes($"{Opaque} you said\r\n\r\n")) { ThenClose = true },
        "redirect" => Reply.Json("", 302, $"Location: https://{Uri.EscapeDataString(Opaque)}.example/{Opaque}\r\n"),
        "content type" => Reply.Of(200, $"Content-Type: text/{Opaque.Replace('/', '-')}; x=\"{Opaque}\"\r\n", "no"u8.ToArray()),
        "warning" => Reply.Json($$$"""{"items":[],"warning":{"code":"W","message":"You sent {{{Opaque}}}.","data":[{"key":"k","value":"{{{Opaque}}}"}]}}"""),
        "warning code" => Reply.Json($$$"""{"items":[],"warning":{"code":"{{{Opaque}}}","message":"m"}}"""),
        "unreachable" => Reply.Json($$$"""{"items":[],"unreachable":["projects/p1/locations/{{{Opaque}}}"]}"""),
        "quota" => Reply.Json($$$"""{"error":{"code":429,"status":"{{{Opaque}}}","message":"{{{Opaque}}}"}}""", 429),
        _ => throw new ArgumentOutOfRangeException(nameof(place), place, null),
    };
}
