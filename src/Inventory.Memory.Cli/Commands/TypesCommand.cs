using System.CommandLine;
using System.Text.Json;
using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.Cli.Commands;

/// <summary><c>inventory types</c>: what can be collected.</summary>
internal static class TypesCommand
{
    private static readonly Argument<string?> s_glob = new("GLOB")
    {
        Description = "Only types that match, as with collect -t.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> s_json = new("--json") { Description = "As a JSON array.", Arity = ArgumentArity.Zero };

    private static readonly Option<bool> s_markdown = new("--markdown") { Description = "As docs/catalog.md: with children and permissions.", Arity = ArgumentArity.Zero };

    public static Command Create()
    {
        var command = new Command("types", "List what can be collected: collection, asset types, scopes, API method.") { s_glob, s_json, s_markdown, SelectionOptions.Catalog };
        command.SetAction(parsed =>
        {
            var catalog = new SelectionSettings { CatalogFile = parsed.GetValue(SelectionOptions.Catalog) }.Catalog;
            var entries = Find(catalog, parsed.GetValue(s_glob));
            if (parsed.GetValue(s_json) && parsed.GetValue(s_markdown))
            {
                throw CommandFailedException.Usage("--json and --markdown exclude each other. Leave one of them out.");
            }

            if (parsed.GetValue(s_json))
            {
                WriteJson(entries);
            }
            else if (parsed.GetValue(s_markdown))
            {
                CatalogPage.Write(Console.Out, catalog, entries, $"inventory {string.Join(' ', parsed.Tokens.Select(token => token.Value))}");
            }
            else
            {
                WriteTable(entries);
            }

            return ExitCode.Complete;
        });
        return command;
    }

    /// <summary>The catalog itself says what a glob means: this list never differs from what is collected.</summary>
    private static IReadOnlyList<CatalogEntry> Find(GoogleCatalog catalog, string? glob)
    {
        try
        {
            return catalog.Select([glob ?? "*"], [], children: true);
        }
        catch (ArgumentException failure)
        {
            throw CommandFailedException.Usage(failure.Message, failure);
        }
    }

    private static void WriteTable(IReadOnlyList<CatalogEntry> entries)
    {
        string[] header = ["COLLECTION", "ASSET TYPES", "SCOPES", "API METHOD", ""];
        var rows = entries.Select(entry => new[]
        {
            entry.FullName,
            string.Join(", ", entry.AssetTypes),
            string.Join(", ", entry.Methods.Keys.Select(Name)),
            string.Join(", ", entry.Methods.Values.Distinct(StringComparer.Ordinal)),
            entry.Reference ? "reference data" : "",
        }).Prepend(header).ToList();
        var widths = Enumerable.Range(0, header.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            Console.Out.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }

    private static void WriteJson(IReadOnlyList<CatalogEntry> entries)
    {
        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (var entry in entries)
            {
                Write(json, entry);
            }

            json.WriteEndArray();
        }

        output.WriteByte((byte)'\n');
    }

    private static void Write(Utf8JsonWriter json, CatalogEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("collection"u8, entry.FullName);
        json.WriteStartArray("assetTypes"u8);
        foreach (var type in entry.AssetTypes)
        {
            json.WriteStringValue(type);
        }

        json.WriteEndArray();
        json.WriteStartArray("scopes"u8);
        foreach (var scope in entry.Methods.Keys)
        {
            json.WriteStringValue(Name(scope));
        }

        json.WriteEndArray();
        json.WriteStartObject("methods"u8);
        foreach (var (scope, method) in entry.Methods)
        {
            json.WriteString(Name(scope), $"{entry.Service.Service}.{method}");
        }

        json.WriteEndObject();
        json.WriteBoolean("reference"u8, entry.Reference);
        json.WriteEndObject();
    }

    internal static string Name(ScopeKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}
