using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Inventory.Memory.GoogleCloud.Tests;

public sealed class GoogleCloudOptionsTests
{
    public static TheoryData<Action<GoogleCloudOptions>, string> Wrong => new()
    {
        { options => options.Endpoint = "compute", "Endpoint 'compute' is not an http or https address" },
        { options => options.Endpoint = "ftp://x", "Endpoint 'ftp://x' is not an http or https address" },
        { options => options.Endpoint = "http://example.com", "plain http is for loopback only" },
        { options => options.Endpoint = "https://user:pw@example.com", "must have no user" },
        { options => options.MaxConnectionsPerServer = 5, "MaxConnectionsPerServer is 5; it must be 6 to 256." },
        { options => options.ReceiveBufferBytes = 1, "ReceiveBufferBytes is 1; it must be 16384 to 16777216." },
        { options => options.AheadReceiveBufferBytes = 1 << 30, "AheadReceiveBufferBytes is 1073741824; it must be 16384 to 16777216." },
        { options => options.PageSize = 501, "PageSize is 501; it must be 1 to 500." },
        { options => options.MaxItemBytes = 1, "MaxItemBytes is 1; it must be 1024 to 1073741824." },
        { options => options.CacheBytes = -1, "CacheBytes is -1; it must be 0 to 1073741824." },
        { options => options.BodyIdleTimeout = TimeSpan.Zero, "BodyIdleTimeout is 00:00:00; it must be over 0 and at most 01:00:00." },
        { options => options.CaFile = "no-such.pem", "CaFile 'no-such.pem' does not exist" },
        { options => options.Proxy = "nonsense", "Proxy is not an address" },
        { options => options.UserAgentSuffix = "a\r\nb", "UserAgentSuffix has a character" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Constructor_WrongOption_NamesPropertyValueAndLimit(Action<GoogleCloudOptions> change, string expected)
    {
        var options = new GoogleCloudOptions();
        change(options);
        var failure = Assert.Throws<OptionsValidationException>(() => new GoogleCloudInventory(options));
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pw", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://{service}.googleapis.com")]
    [InlineData("http://127.0.0.1:8080/prefix")]
    [InlineData("http://localhost:1/{service}")]
    [InlineData("http://[::1]:1")]
    public void Constructor_RightEndpoint_IsTaken(string endpoint)
    {
        using var inventory = new GoogleCloudInventory(new GoogleCloudOptions { Endpoint = endpoint });
        Assert.NotNull(inventory);
    }

    [Fact]
    public void GetSourcesAsync_NoProject_Throws()
    {
        using var inventory = new GoogleCloudInventory();
        Assert.Contains("no project", Assert.Throws<ArgumentException>(() => inventory.GetSourcesAsync(new GoogleCloudSelection())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a(b")]
    [InlineData("a)b(")]
    [InlineData("a,,b")]
    [InlineData("")]
    public void GetSourcesAsync_BadFieldMask_Throws(string fields)
    {
        using var inventory = new GoogleCloudInventory();
        var selection = new GoogleCloudSelection { Projects = ["p"], Fields = fields };
        Assert.Contains("field mask", Assert.Throws<ArgumentException>(() => inventory.GetSourcesAsync(selection)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddGoogleCloudInventory_Options_AreUsedAndValidated()
    {
        await using var services = new ServiceCollection().AddGoogleCloudInventory(options => options.PageSize = 0).BuildServiceProvider();
        Assert.Contains("PageSize is 0", Assert.Throws<OptionsValidationException>(services.GetRequiredService<GoogleCloudInventory>).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddGoogleCloudInventory_Section_BindsEveryProperty()
    {
        var values = new Dictionary<string, string?>
        {
            ["google:Endpoint"] = "http://127.0.0.1:1",
            ["google:Gzip"] = "On",
            ["google:PageSize"] = "7",
            ["google:BodyIdleTimeout"] = "00:00:05",
        };
        var section = new ConfigurationBuilder().AddInMemoryCollection(values).Build().GetSection("google");
        await using var services = new ServiceCollection().AddGoogleCloudInventory(section).BuildServiceProvider();
        var options = services.GetRequiredService<IOptions<GoogleCloudOptions>>().Value;
        Assert.Equal(("http://127.0.0.1:1", GzipMode.On, (int?)7, TimeSpan.FromSeconds(5)), (options.Endpoint, options.Gzip, options.PageSize, options.BodyIdleTimeout));
        Assert.Same(services.GetRequiredService<GoogleCloudInventory>(), services.GetRequiredService<GoogleCloudInventory>());
    }
}
