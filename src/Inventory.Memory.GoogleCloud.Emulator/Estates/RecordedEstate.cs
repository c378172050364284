using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Emulator.Http;

namespace Inventory.Memory.GoogleCloud.Emulator.Estates;

/// <summary>Stub.</summary>
internal sealed class RecordedEstate() : Estate(new Locations())
{
    public static RecordedEstate Open(string folder, GoogleCatalog catalog) => throw new NotSupportedException();

    protected override ResourceList? Open(ListCall call) => null;
}
