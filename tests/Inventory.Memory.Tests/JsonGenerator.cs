using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Inventory.Memory.Tests;

/// <summary>Random JSON values, with every kind of string and number that a server may send.</summary>
public static class JsonGenerator
{
    private const string Odd = "\"\\\n\0{}[]:, é日/";

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    private static readonly Gen<string> s_text = Gen.OneOf(
        Gen.String[Gen.Char['a', 'z'], 0, 12],
        Gen.String[Gen.Int[0, Odd.Length - 1].Select(i => Odd[i]), 0, 8]);

    private static readonly Gen<JsonNode?> s_scalar = Gen.OneOf(
        s_text.Select(text => (JsonNode?)JsonValue.Create(text)),
        Gen.Int.Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Double[-1e9, 1e9].Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Bool.Select(flag => (JsonNode?)JsonValue.Create(flag)),
        Gen.Const((JsonNode?)null));

    public static Gen<JsonNode?> Node { get; } = Gen.Recursive<JsonNode?>((depth, node) => depth > 3
        ? s_scalar
        : Gen.OneOf(
            s_scalar,
            node.List[0, 4].Select(items => (JsonNode?)new JsonArray([.. items.Select(Copy)])),
            Container(node).Select(value => (JsonNode?)value)));

    public static Gen<string> Pretty { get; } = Node.Select(node => node?.ToJsonString(s_indented) ?? "null");

    public static Gen<JsonObject> Container(Gen<JsonNode?> value) => Gen.Select(s_text, value).List[0, 5].Select(pairs =>
    {
        var result = new JsonObject();
        foreach (var (name, node) in pairs)
        {
            result[name] = Copy(node);
        }

        return result;
    });

    private static JsonNode? Copy(JsonNode? node) => node?.DeepClone();
}
