using System.Globalization;
using System.Text;
using System.Text.Json;
using Inventory.Memory.GoogleCloud.Selection;
using Inventory.Memory.Json;

namespace Inventory.Memory.GoogleCloud.Catalog;

/// <summary>Reads a catalog's file: one service, or an array of them. Every error names the line.</summary>
/// <remarks>Written by hand: a serializer would cost the native tool more memory than the whole catalog.</remarks>
internal ref struct CatalogReader
{
    private static readonly Dictionary<string, CatalogProperty> s_service = new(StringComparer.Ordinal)
    {
        ["service"] = CatalogProperty.Text,
        ["host"] = CatalogProperty.Text,
        ["nameHost"] = CatalogProperty.Text,
        ["version"] = CatalogProperty.Text,
        ["basePath"] = CatalogProperty.Text,
        ["pageTokenParameter"] = CatalogProperty.Text,
        ["pageSizeParameter"] = CatalogProperty.Text,
        ["maxPageSize"] = CatalogProperty.Number,
        ["nextPageTokenPath"] = CatalogProperty.Text,
        ["partialSuccessParameter"] = CatalogProperty.Text,
        ["filterParameter"] = CatalogProperty.Text,
        ["partialFailures"] = CatalogProperty.Texts,
        ["paths"] = CatalogProperty.ByScope,
        ["locationsPath"] = CatalogProperty.Text,
        ["items"] = CatalogProperty.Text,
        ["nameTemplate"] = CatalogProperty.Text,
        ["locationPath"] = CatalogProperty.Text,
        ["labelsPath"] = CatalogProperty.Text,
        ["groups"] = CatalogProperty.Texts,
        ["collections"] = CatalogProperty.Collections,
    };

    private static readonly Dictionary<string, CatalogProperty> s_entry = new(StringComparer.Ordinal)
    {
        ["name"] = CatalogProperty.Text,
        ["type"] = CatalogProperty.Text,
        ["segment"] = CatalogProperty.Text,
        ["methods"] = CatalogProperty.ByScope,
        ["paths"] = CatalogProperty.ByScope,
        ["types"] = CatalogProperty.ByScope,
        ["reference"] = CatalogProperty.Flag,
        ["groups"] = CatalogProperty.Texts,
        ["items"] = CatalogProperty.Text,
        ["paged"] = CatalogProperty.Flag,
        ["itemTokenPath"] = CatalogProperty.Text,
        ["pageTokenParameter"] = CatalogProperty.Text,
        ["pageSizeParameter"] = CatalogProperty.Text,
        ["maxPageSize"] = CatalogProperty.Number,
        ["filterParameter"] = CatalogProperty.Text,
        ["partialFailures"] = CatalogProperty.Texts,
        ["query"] = CatalogProperty.Text,
        ["body"] = CatalogProperty.Raw,
        ["nameTemplate"] = CatalogProperty.Text,
        ["locationPath"] = CatalogProperty.Text,
        ["labelsPath"] = CatalogProperty.Text,
        ["parent"] = CatalogProperty.Text,
        ["when"] = CatalogProperty.Text,
        ["within"] = CatalogProperty.Text,
        ["derivedFrom"] = CatalogProperty.Texts,
        ["absentIsEmpty"] = CatalogProperty.Flag,
        ["quotaCost"] = CatalogProperty.Number,
        ["permission"] = CatalogProperty.Text,
    };

    private readonly ReadOnlySpan<byte> _json;
    private readonly string _file;
    private readonly CatalogLines _lines;
    private Utf8JsonReader _reader;
    private int _line = 1;
    private int _counted;

    private CatalogReader(ReadOnlySpan<byte> json, string file, CatalogLines lines)
    {
        _json = json;
        _file = file;
        _lines = lines;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
    }

    /// <summary>Reads the services of a file.</summary>
    /// <param name="json">The whole file.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="lines">Takes in where everything stands.</param>
    /// <exception cref="CatalogFormatException">It is not a catalog.</exception>
    public static List<CatalogService> Read(ReadOnlySpan<byte> json, string file, CatalogLines lines)
    {
        var reader = new CatalogReader(json.StartsWith("\uFEFF"u8) ? json[3..] : json, file, lines);
        try
        {
            return reader.ReadServices();
        }
        catch (JsonException failure)
        {
            throw new CatalogFormatException(string.Create(CultureInfo.InvariantCulture, $"{file}, line {failure.LineNumber + 1}: this is not JSON: {JsonProblem.WithoutPlace(failure.Message)}"), (int)(failure.LineNumber ?? 0) + 1, failure);
        }
    }

    private List<CatalogService> ReadServices()
    {
        List<CatalogService> services = [];
        Next();
        if (_reader.TokenType == JsonTokenType.StartArray)
        {
            while (Next() != JsonTokenType.EndArray)
            {
                services.Add(ReadService());
            }
        }
        else
        {
            services.Add(ReadService());
        }

        Next();
        return services;
    }

    private CatalogService ReadService()
    {
        var line = Line();
        var bag = ReadObject(s_service, "a service");
        var service = new CatalogService
        {
            Service = Required(bag, "service", line),
            Host = Required(bag, "host", line),
            Version = Required(bag, "version", line),
            BasePath = Required(bag, "basePath", line),
            NameHost = bag.Get<string>("nameHost"),
            PageTokenParameter = bag.Get<string>("pageTokenParameter"),
            PageSizeParameter = bag.Get<string>("pageSizeParameter"),
            MaxPageSize = bag.Number("maxPageSize") ?? 1000,
            NextPageTokenPath = bag.Get<string>("nextPageTokenPath") ?? "nextPageToken",
            PartialSuccessParameter = bag.Get<string>("partialSuccessParameter"),
            FilterParameter = bag.Get<string>("filterParameter"),
            PartialFailures = bag.Texts("partialFailures") ?? [],
            Paths = bag.ByScope("paths"),
            LocationsPath = bag.Get<string>("locationsPath"),
            Items = bag.Get<string>("items"),
            NameTemplate = bag.Get<string>("nameTemplate"),
            LocationPath = bag.Get<string>("locationPath"),
            LabelsPath = bag.Get<string>("labelsPath") ?? "labels",
            Groups = bag.Texts("groups") ?? [],
            Collections = bag.Get<List<CatalogEntry>>("collections") ?? throw Missing("collections", "a service", line),
        };
        _lines.Add(service, line, bag);
        return service;
    }

    private CatalogEntry ReadEntry()
    {
        var line = Line();
        var bag = ReadObject(s_entry, "a collection");
        var entry = new CatalogEntry
        {
            Name = Required(bag, "name", line),
            Type = Required(bag, "type", line),
            Segment = bag.Get<string>("segment")!,
            Methods = bag.ByScope("methods"),
            Paths = bag.ByScope("paths"),
            Types = bag.ByScope("types"),
            Reference = bag.Flag("reference") ?? false,
            Groups = bag.Texts("groups") ?? [],
            Items = bag.Get<string>("items"),
            Paged = bag.Flag("paged") ?? true,
            ItemTokenPath = bag.Get<string>("itemTokenPath"),
            PageTokenParameter = bag.Get<string>("pageTokenParameter"),
            PageSizeParameter = bag.Get<string>("pageSizeParameter"),
            MaxPageSize = bag.Number("maxPageSize") ?? 0,
            FilterParameter = bag.Get<string>("filterParameter"),
            PartialFailures = bag.Texts("partialFailures"),
            Query = bag.Get<string>("query"),
            Body = bag.Get<string>("body"),
            NameTemplate = bag.Get<string>("nameTemplate"),
            LocationPath = bag.Get<string>("locationPath"),
            LabelsPath = bag.Get<string>("labelsPath"),
            Parent = bag.Get<string>("parent"),
            When = bag.Get<string>("when"),
            Within = bag.Get<string>("within"),
            DerivedFrom = bag.Texts("derivedFrom") ?? [],
            AbsentIsEmpty = bag.Flag("absentIsEmpty") ?? false,
            QuotaCost = bag.Number("quotaCost") ?? 1,
            Permission = bag.Get<string>("permission")!,
        };
        _lines.Add(entry, line, bag);
        return entry;
    }

    private CatalogBag ReadObject(Dictionary<string, CatalogProperty> known, string what)
    {
        Expect(JsonTokenType.StartObject, what, "an object");
        var bag = new CatalogBag();
        while (Next() != JsonTokenType.EndObject)
        {
            var name = _reader.GetString()!;
            var line = Line();
            if (!known.TryGetValue(name, out var kind))
            {
                var nearest = string.Join(", ", Glob.Nearest(name, known.Keys));
                throw Fail(line, $"{what} has no property '{name}'. {(nearest.Length > 0 ? $"Nearest: {nearest}." : $"It may have: {string.Join(", ", known.Keys)}.")}");
            }

            Next();
            if (!bag.TryAdd(name, ReadValue(name, kind), line))
            {
                throw Fail(line, $"the property '{name}' is there twice.");
            }
        }

        return bag;
    }

    private object ReadValue(string name, CatalogProperty kind)
    {
        switch (kind)
        {
            case CatalogProperty.Text:
                return Text(name);
            case CatalogProperty.Flag:
                return _reader.TokenType is JsonTokenType.True or JsonTokenType.False ? _reader.GetBoolean() : throw Wrong(name, "true or false");
            case CatalogProperty.Number:
                return _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt32(out var number) ? number : throw Wrong(name, "a whole number");
            case CatalogProperty.Texts:
                return ReadTexts(name);
            case CatalogProperty.ByScope:
                return ReadByScope(name);
            case CatalogProperty.Raw:
                return ReadRaw(name);
            default:
                return ReadCollections();
        }
    }

    private List<string> ReadTexts(string name)
    {
        Expect(JsonTokenType.StartArray, name, "an array of texts");
        List<string> texts = [];
        while (Next() != JsonTokenType.EndArray)
        {
            texts.Add(Text(name));
        }

        return texts;
    }

    private Dictionary<ScopeKind, string> ReadByScope(string name)
    {
        Expect(JsonTokenType.StartObject, name, "an object from scope to text");
        Dictionary<ScopeKind, string> values = [];
        while (Next() != JsonTokenType.EndObject)
        {
            var scope = _reader.GetString()!;
            if (scope.Length == 0 || !char.IsAsciiLetterLower(scope[0]) || !Enum.TryParse<ScopeKind>(scope, ignoreCase: true, out var kind))
            {
                var scopes = string.Join(", ", Enum.GetNames<ScopeKind>().Select(JsonNamingPolicy.CamelCase.ConvertName));
                throw Fail(Line(), $"'{scope}' in '{name}' is no scope. Scopes are {scopes}.");
            }

            Next();
            if (!values.TryAdd(kind, Text(name)))
            {
                throw Fail(Line(), $"the scope '{scope}' is in '{name}' twice.");
            }
        }

        return values;
    }

    private string ReadRaw(string name)
    {
        Expect(JsonTokenType.StartObject, name, "an object");
        var start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        return Encoding.UTF8.GetString(_json[start..(int)_reader.BytesConsumed]);
    }

    private List<CatalogEntry> ReadCollections()
    {
        Expect(JsonTokenType.StartArray, "collections", "an array of collections");
        List<CatalogEntry> entries = [];
        while (Next() != JsonTokenType.EndArray)
        {
            entries.Add(ReadEntry());
        }

        return entries;
    }

    private JsonTokenType Next() => _reader.Read() ? _reader.TokenType : JsonTokenType.None;

    private string Text(string name) =>
        _reader.TokenType == JsonTokenType.String ? _reader.GetString()! : throw Wrong(name, "text");

    private void Expect(JsonTokenType type, string name, string expected)
    {
        if (_reader.TokenType != type)
        {
            throw Wrong(name, expected);
        }
    }

    private readonly string Required(CatalogBag bag, string name, int line) => bag.Get<string>(name) ?? throw Missing(name, "it", line);

    private readonly CatalogFormatException Missing(string name, string what, int line) => Fail(line, $"{what} needs the property '{name}'.");

    private CatalogFormatException Wrong(string name, string expected) => Fail(Line(), $"'{name}' is a {_reader.TokenType}; it must be {expected}.");

    private readonly CatalogFormatException Fail(int line, string problem) => new(string.Create(CultureInfo.InvariantCulture, $"{_file}, line {line}: {problem}"), line);

    private int Line()
    {
        var position = (int)_reader.TokenStartIndex;
        _line += _json[_counted..position].Count((byte)'\n');
        _counted = position;
        return _line;
    }
}
