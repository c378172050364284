using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Redaction;
using Inventory.Memory.Tests.Shared;

namespace Inventory.Memory.GoogleCloud.Tests.Redaction;

/// <summary>Every field of a listed resource whose name looks like a secret, from Google's own documents: masked, or excepted with a reason.</summary>
public sealed class SecretFieldsTests
{
    /// <summary>Looks like a secret nowhere but by where it stands.</summary>
    private const string Planted = "plain-planted-value";

    [Fact]
    public void Redact_EveryFieldThatLooksLikeASecret_IsMaskedOrExceptedWithAReason()
    {
        var collections = GoogleCatalog.Default.Collections
            .SelectMany(entry => entry.Methods.Values.Select(method => (Resource: Resource($"{entry.Service.Service}.{(method.StartsWith("sql.", StringComparison.Ordinal) ? method[4..] : method)}"), Name: entry.FullName)))
            .ToLookup(pair => pair.Resource, pair => pair.Name, StringComparer.Ordinal);
        var exceptions = Exceptions();
        List<string> problems = [];
        HashSet<(string, string)> used = [];
        var fields = 0;
        foreach (var cells in File.ReadLines(Path.Join(RecordedData.Folder(), "secret-looking-fields.tsv")).Skip(1).Select(line => line.Split('\t')))
        {
            foreach (var collection in collections[Resource($"{cells[0]}{cells[2][cells[2].IndexOf('.')..]}")].Where(_ => cells[5] != "boolean"))
            {
                fields++;
                var (path, type) = (cells[4], cells[5]);
                var isMasked = !Redacted(Plant(path, type)).Contains(Planted, StringComparison.Ordinal);
                if (exceptions.ContainsKey((collection, path)))
                {
                    used.Add((collection, path));
                }
                else if (!isMasked)
                {
                    problems.Add($"{collection} {path} ({type}) is neither masked nor excepted");
                }
            }
        }

        Assert.InRange(fields, 150, 928);
        Assert.Empty(problems);
        Assert.Empty(exceptions.Keys.Except(used));
        Assert.All(exceptions.Values, reason => Assert.True(reason.Length >= 6, reason));
    }

    /// <summary>Without the method, and by the API's name: Cloud SQL's methods begin with another. A list and its aggregated form are of the same resources.</summary>
    private static string Resource(string method) => method[..method.LastIndexOf('.')];

    private static Dictionary<(string Collection, string Path), string> Exceptions()
    {
        using var reader = new StreamReader(typeof(SecretFieldsTests).Assembly.GetManifestResourceStream("exceptions.tsv")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split('\t'))
            .ToDictionary(cells => (cells[0], cells[1]), cells => cells[2]);
    }

    /// <summary>A resource with the field, and in it what it could hold.</summary>
    private static JsonNode Plant(string path, string type)
    {
        JsonNode node = path.Split('.')[^1] switch
        {
            "args" or "command" or "commands" => new JsonArray("--password", Planted, $"--token={Planted}"),
            "substitutions" => new JsonObject { ["_API_TOKEN"] = Planted },
            "md5AuthenticationKeys" => new JsonArray(new JsonObject { ["name"] = "n", ["key"] = Planted }),
            "metadata" when type == "Metadata" => new JsonObject { ["items"] = new JsonArray(new JsonObject { ["key"] = "k", ["value"] = Planted }) },
            _ when type == "array" => new JsonArray(Planted),
            _ when type == "string" => JsonValue.Create(Planted),
            _ => new JsonObject { ["A"] = Planted },
        };
        foreach (var part in path.Split('.').Reverse())
        {
            var name = part.TrimEnd('[', ']', '{', '}');
            if (part.EndsWith("[]", StringComparison.Ordinal))
            {
                node = new JsonArray(node);
            }
            else if (part.EndsWith("{}", StringComparison.Ordinal))
            {
                node = new JsonObject { ["any"] = node };
            }

            node = new JsonObject { [name] = node };
        }

        return node;
    }

    private static string Redacted(JsonNode resource)
    {
        var output = new ArrayBufferWriter<byte>();
        JsonRedactor.Redact(Encoding.UTF8.GetBytes(resource.ToJsonString()), output);
        var text = Encoding.UTF8.GetString(output.WrittenSpan);
        using var valid = JsonDocument.Parse(text);
        return text;
    }
}
