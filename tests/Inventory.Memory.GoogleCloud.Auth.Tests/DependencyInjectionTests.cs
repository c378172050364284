using Inventory.Memory.GoogleCloud.Emulator;
using Inventory.Memory.Tests.Shared.Credentials;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Inventory.Memory.GoogleCloud.Auth.Tests;

public sealed class DependencyInjectionTests
{
    [Theory]
    [InlineData(null, "quota-of-the-file")]
    [InlineData("my-quota", "my-quota")]
    public async Task AddGoogleApplicationCredentials_TokensAndQuotaProject_AreTheProviders(string? quota, string expected)
    {
        await using var emulator = await GoogleCloudEmulator.StartAsync(new() { RequireToken = true, ResourcesPerCollection = 2 }, TestContext.Current.CancellationToken);
        using var folder = new CredentialFolder(emulator.Endpoint);
        await using var services = new ServiceCollection()
            .AddGoogleCloudInventory(options => (options.Endpoint, options.QuotaProject) = (emulator.Endpoint.ToString(), quota))
            .AddGoogleApplicationCredentials(options => options.CredentialsFile = folder.Write("service_account"))
            .BuildServiceProvider();

        Assert.Equal(expected, services.GetRequiredService<IOptions<GoogleCloudOptions>>().Value.QuotaProject);
        var sources = services.GetRequiredService<GoogleCloudInventory>().GetSourcesAsync(new() { Projects = ["p"], Types = ["networks"] }, TestContext.Current.CancellationToken);
        var run = new SequentialCollector().Collect(new CollectionRequest(sources));
        await foreach (var record in run.WithCancellation(TestContext.Current.CancellationToken))
        {
            Assert.False(record.IsError);
        }

        Assert.Equal((RunState.Complete, 2L), (run.Summary.State, run.Summary.Resources));
    }
}
