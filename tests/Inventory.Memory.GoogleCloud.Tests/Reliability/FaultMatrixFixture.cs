using Inventory.Memory.Reliability.Matrix;

namespace Inventory.Memory.GoogleCloud.Tests.Reliability;

/// <summary>The matrix, run once for all tests about it.</summary>
public sealed class FaultMatrixFixture : IAsyncLifetime
{
    internal FaultMatrix Matrix { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Matrix = await FaultMatrix.RunAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => default;
}
