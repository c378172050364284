using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Inventory.Memory.Tests.Json;

/// <summary>JSON made to trip a scanner that looks at 64 bytes at a time: valid, nearly valid, and far from it.</summary>
internal static class AdversarialJson
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>Pieces that mean something else, or nothing, one byte further.</summary>
    private static readonly string[] s_pieces =
    [
        "{", "}", "[", "]", ":", ",", "\"", "\\", "\"\"", "\"a\"", "\"\\\"\"", "\"\\\\\"", "\"\\\\\\\"\"", "\"\\u00e9\"", "\"\\ud800\"", "\"\\u12\"", "\"\\x\"",
        "\"name\"", "\"na\\u006de\"", "\"name\":", "\"id\":", "\"n\":", "{\"name\":\"x\"}", "{\"a\":1}", "[1,2]", "{}", "[]", "[[", "]]", "}}", ",,", "::",
        "0", "-0", "01", "-", "1.", "1.5", ".5", "1e5", "1E+5", "1e", "12345678901234567890", "true", "false", "null", "tru", "nul", "truee", "NaN",
        " ", "\n", "\r\n  ", "\t", "\u0001", "\u001f", "\u007f", "é", "日本", "{\"y\":\"", "\"}", "// x", "/* x */",
    ];

    private static readonly Gen<string> s_piece = Gen.OneOf(
        Gen.Int[0, s_pieces.Length - 1].Select(i => s_pieces[i]),
        Gen.Select(Gen.Int[55, 70], Gen.Int[0, 3]).Select((length, end) => $"\"{new string('x', length)}{new string('\\', 2 * end)}\""),
        Gen.Int[1, 140].Select(length => $"\"{new string('\\', length)}\""),
        Gen.Int[50, 70].Select(length => new string(' ', length)),
        Gen.Int[60, 70].Select(depth => new string('[', depth)));

    /// <summary>Pieces in any order: seldom valid.</summary>
    public static Gen<string> Rubble { get; } = s_piece.Array[0, 12].Select(pieces => string.Concat(pieces));

    /// <summary>Valid values, some compact and some pretty, with strings that end around the edges of blocks.</summary>
    public static Gen<string> Valid { get; } = Gen.Select(JsonGenerator.Node, Gen.Int[0, 140], Gen.Bool, Gen.Bool).Select((node, padding, pretty, first) =>
    {
        var item = new JsonObject { ["pad\\"] = new string('p', padding), ["name"] = node?.DeepClone(), ["n"] = node?.DeepClone() };
        JsonNode value = first ? new JsonArray(item, padding) : item;
        return pretty ? value.ToJsonString(s_indented) : value.ToJsonString();
    });

    /// <summary>Valid values of the kind that APIs send: what the scanner has to be sure of.</summary>
    public static Gen<string> Plain { get; } = Gen.Select(JsonGenerator.Node, Gen.Int[0, 140], Gen.Bool).Select((node, padding, pretty) =>
    {
        var item = new JsonObject { ["name"] = new string('p', padding), ["id"] = padding, ["x"] = new JsonArray(padding / 7.0, true, "\"\\\n", null, new JsonObject()) };
        return pretty ? item.ToJsonString(s_indented) : item.ToJsonString();
    });

    /// <summary>Changes a few bytes: removes, doubles or replaces them.</summary>
    public static byte[] Mutate(string json, int seed)
    {
        var bytes = new List<byte>(Encoding.UTF8.GetBytes(json));
        var random = new Random(seed);
        for (var i = random.Next(4); i > 0 && bytes.Count > 1; i--)
        {
            var place = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes.RemoveAt(place);
                    break;
                case 1:
                    bytes.Insert(place, bytes[place]);
                    break;
                case 2:
                    bytes[place] = (byte)random.Next(256);
                    break;
                default:
                    bytes.InsertRange(place, Encoding.UTF8.GetBytes(s_pieces[random.Next(s_pieces.Length)]));
                    break;
            }
        }

        return [.. bytes];
    }
}
