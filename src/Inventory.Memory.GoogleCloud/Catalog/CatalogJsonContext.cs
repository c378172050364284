using System.Text.Json.Serialization;

namespace Inventory.Memory.GoogleCloud.Catalog;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CatalogService))]
internal sealed partial class CatalogJsonContext : JsonSerializerContext;
