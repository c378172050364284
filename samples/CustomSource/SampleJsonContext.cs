using System.Text.Json.Serialization;

namespace CustomSource;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Ticket))]
[JsonSerializable(typeof(Instance))]
internal sealed partial class SampleJsonContext : JsonSerializerContext;
