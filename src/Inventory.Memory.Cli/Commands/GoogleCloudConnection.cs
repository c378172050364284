using Inventory.Memory.GoogleCloud;

namespace Inventory.Memory.Cli.Commands;

/// <summary>The provider, and the credentials that it uses but does not own.</summary>
internal sealed class GoogleCloudConnection(GoogleCloudInventory inventory, ITokenSource? tokens) : IDisposable
{
    public GoogleCloudInventory Inventory => inventory;

    public void Dispose()
    {
        inventory.Dispose();
        (tokens as IDisposable)?.Dispose();
    }
}
