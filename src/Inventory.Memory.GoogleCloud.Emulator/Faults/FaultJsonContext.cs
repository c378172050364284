using System.Text.Json;
using System.Text.Json.Serialization;

namespace Inventory.Memory.GoogleCloud.Emulator.Faults;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(EmulatorFault[]))]
internal sealed partial class FaultJsonContext : JsonSerializerContext;
