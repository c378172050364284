using System.Text.Json;
using System.Text.Unicode;
using Inventory.Memory.Json.Scanning;

namespace Inventory.Memory.Sources;

/// <summary>
/// Proves what application code has put into an item: one JSON object with a name. What is not would become a line that is
/// no JSON, or a resource that nobody can find again.
/// </summary>
/// <remarks>One for each cursor; not safe for concurrent use. After the first item an item costs no allocation.</remarks>
internal sealed class ItemProof
{
    public const string Reason = "invalidItem";

    private const int MaxDepth = 1000;

    private ItemScanner _scanner;
    private bool _hasScanner;

    public static ReadOnlySpan<byte> WhiteSpace => " \n\r\t"u8;

    /// <summary>Looks an item of an adapter through, unless a serializer has written it.</summary>
    /// <exception cref="ScopeFailedException">It is no resource; the message says whose, and what to do.</exception>
    public void Check(ResourceItem item, string source)
    {
        if (!item.IsObjectWithName)
        {
            throw Wrong(source, item);
        }

        if (!item.IsWellFormed && !TryScan(item))
        {
            Parse(item, source);
        }
    }

    /// <summary>The scanner is faster than the parser; what it is not sure of is left to that.</summary>
    private bool TryScan(ResourceItem item)
    {
        if (!_hasScanner)
        {
            _scanner = new ItemScanner(new FieldFinder([]), validate: true, MaxDepth);
            _hasScanner = true;
        }

        var json = item.Json.Span;
        _scanner.Begin();
        if (json[0] != '{' || _scanner.Scan(json) != ScanOutcome.Ended || _scanner.Length != json.Length || (_scanner.MayHaveNonAscii && !Utf8.IsValid(json)))
        {
            return false;
        }

        // Whatever was said of it: a line feed between tokens would end the record's line.
        item.IsCompact = _scanner.IsCompact;
        return true;
    }

    private static void Parse(ResourceItem item, string source)
    {
        var json = item.Json.Span;
        if (!Utf8.IsValid(json))
        {
            throw New(source, item, "has bytes that are not UTF-8 as its JSON", "Write it in UTF-8");
        }

        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
            while (reader.Read())
            {
                // To its end: there must be one value and nothing behind it.
            }
        }
        catch (JsonException failure)
        {
            throw New(source, item, $"is not one JSON object ({failure.Message})", "Put one JSON object into it: call item.Write, or set item.Json", failure);
        }

        item.IsCompact &= !json.ContainsAny((byte)'\n', (byte)'\r');
    }

    public static ScopeFailedException Wrong(string source, ResourceItem item) => item switch
    {
        { Json.IsEmpty: true } => New(source, item, "has no JSON", "Put one JSON object into it: call item.Write, or set item.Json"),
        { HasName: false } => New(source, item, "has no name", "Call item.SetName with its full resource name"),
        _ => New(source, item, "is not a JSON object", "Put one JSON object into it: call item.Write, or set item.Json"),
    };

    private static ScopeFailedException New(string source, ResourceItem item, string what, string remedy, Exception? cause = null) => new(
        ScopeState.Failed, Reason, $"A resource of '{source}' {(item.HasName ? $"named '{item.GetName()}' " : "")}{what}. {remedy}, or call item.Report where there is no resource.", cause);
}
