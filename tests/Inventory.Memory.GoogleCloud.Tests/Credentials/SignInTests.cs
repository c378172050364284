using System.Text.Json.Nodes;
using Inventory.Memory.GoogleCloud.Credentials;
using Inventory.Memory.GoogleCloud.Emulator;
using Inventory.Memory.GoogleCloud.Emulator.Faults;
using Microsoft.Extensions.Time.Testing;

namespace Inventory.Memory.GoogleCloud.Tests.Credentials;

/// <summary>The provider's own sources, over real HTTP: a token that ends, or is refused, while a run goes on.</summary>
public sealed class SignInTests : IAsyncDisposable
{
    private const string TokenPath = "computeMetadata/v1/instance/service-accounts/default/token";

    private readonly FakeTimeProvider _time = new();
    private readonly string _file = Path.GetTempFileName();
    private readonly GoogleCloudEmulatorOptions _options;
    private GoogleCloudEmulator? _emulator;

    public SignInTests() => _options = new GoogleCloudEmulatorOptions { RequireToken = true, ResourcesPerCollection = 5, TimeProvider = _time };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        File.Delete(_file);
        if (_emulator is not null)
        {
            await _emulator.DisposeAsync();
        }
    }

    [Fact]
    public async Task MetadataServer_TokenEndsDuringTheRun_IsRenewedBeforeThat()
    {
        await StartAsync();
        using var tokens = new MetadataTokenSource(_emulator!.Endpoint.Authority, _time);

        var summary = await CollectAsync(tokens, () => _time.Advance(_options.TokenLifetime));

        Assert.Equal((5, 0, 2), (summary.Resources, summary.Retries, _emulator.TokensIssued));
    }

    [Fact]
    public async Task MetadataServer_TokenRefusedDuringTheRun_IsRenewedOnce()
    {
        Refuse();
        await StartAsync();
        using var tokens = new MetadataTokenSource(_emulator!.Endpoint.Authority, _time);

        var summary = await CollectAsync(tokens);

        Assert.Equal((5, 1, 2), (summary.Resources, summary.Retries, _emulator.TokensIssued));
    }

    [Fact]
    public async Task File_ReplacedBeforeItsTokenEnds_IsReadBeforeTheNextPage()
    {
        await StartAsync();
        var first = await IssueAsync();
        await WriteAsync(first, 1);
        _time.Advance(_options.TokenLifetime / 2);
        var second = await IssueAsync();

        var summary = await CollectAsync(new FileTokenSource(_file), async () =>
        {
            _time.Advance(_options.TokenLifetime / 2);
            await WriteAsync(second, 2);
        });

        Assert.Equal((5, 0), (summary.Resources, summary.Retries));
    }

    [Fact]
    public async Task File_TokenRefusedThoughUnchanged_IsReadOnceMore()
    {
        Refuse();
        await StartAsync();
        await WriteAsync(await IssueAsync(), 1);
        var second = await IssueAsync();

        // The time of a file is not exact: what was refused is looked for again whatever it says.
        var summary = await CollectAsync(new FileTokenSource(_file), () => WriteAsync(second, 1));

        Assert.Equal((5, 1), (summary.Resources, summary.Retries));
    }

    private void Refuse() =>
        _options.Faults.Add(new EmulatorFault { Kind = FaultKind.Status, Status = 401, Reason = "authError", Page = 1, Times = 1 });

    private async Task StartAsync() => _emulator = await GoogleCloudEmulator.StartAsync(_options, Cancellation);

    private async Task<string> IssueAsync()
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("Metadata-Flavor", "Google");
        return (string)JsonNode.Parse(await client.GetStringAsync(new Uri(_emulator!.Endpoint, TokenPath), Cancellation))!["access_token"]!;
    }

    private async Task WriteAsync(string token, int day)
    {
        await File.WriteAllTextAsync(_file, token, Cancellation);
        File.SetLastWriteTimeUtc(_file, DateTime.UnixEpoch.AddDays(day));
    }

    private Task<CollectionSummary> CollectAsync(ITokenSource tokens, Action afterTheFirst) => CollectAsync(tokens, () =>
    {
        afterTheFirst();
        return Task.CompletedTask;
    });

    /// <summary>Three pages of one list. Its token stands behind the items, so that nothing is asked for while the consumer has one.</summary>
    private async Task<CollectionSummary> CollectAsync(ITokenSource tokens, Func<Task>? afterTheFirst = null)
    {
        await using var google = new GoogleCloudInventory(new GoogleCloudOptions { Endpoint = _emulator!.Endpoint.ToString(), PageSize = 2 }, tokens);
        var run = new SequentialCollector().Collect(new CollectionRequest(
            google.GetSourcesAsync(new GoogleCloudSelection { Projects = ["p1"], Types = ["compute.networks"] }, Cancellation)));
        var count = 0;
        await foreach (var record in run.WithCancellation(Cancellation))
        {
            Assert.Null(record.Error);
            if (++count == 1 && afterTheFirst is not null)
            {
                await afterTheFirst();
            }
        }

        Assert.Equal(RunState.Complete, run.Summary.State);
        return run.Summary;
    }
}
