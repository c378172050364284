using System.Text;
using System.Text.Json;
using CsCheck;
using Inventory.Memory.Json.Scanning;

namespace Inventory.Memory.Tests.Json.Scanning;

/// <summary>The scanner of every width against <see cref="Utf8JsonReader"/>, however the bytes come.</summary>
public sealed class ItemScannerTests
{
    private static readonly byte[][] s_names = ["name"u8.ToArray(), "id"u8.ToArray(), "n"u8.ToArray()];

    /// <summary>More than the scanner wants to see of what is behind a block before it takes it for whole.</summary>
    private static readonly byte[] s_behind = "     "u8.ToArray();

    [Fact]
    public void Scan_AnyText_IsNeverCalledValidUnlessItIs() => Gen.Select(Gen.OneOf(AdversarialJson.Rubble, AdversarialJson.Valid), Gen.Int).Sample((json, seed) =>
    {
        foreach (var opening in new[] { "{", "[", "" })
        {
            var item = AdversarialJson.Mutate(opening + json, seed);
            if (item is [(byte)'{' or (byte)'[', ..])
            {
                var scans = ScanSteps.All.Select(step => Scan(step, [.. item, .. s_behind], seed, validate: true)).Distinct().ToList();
                var found = Assert.Single(scans);
                Assert.True(found.Outcome != ScanOutcome.Ended || (found.Length <= item.Length && found == Parse(item.AsSpan(0, found.Length))), Encoding.UTF8.GetString(item));
                Assert.True(found.Outcome != ScanOutcome.Unfinished || !TryParse(item, out _), Encoding.UTF8.GetString(item));
            }
        }
    });

    [Fact]
    public void Scan_PlainItem_IsSureOfIt() => Gen.Select(AdversarialJson.Plain, Gen.Bool, Gen.Int).Sample((json, validate, seed) =>
    {
        byte[] item = [.. Encoding.UTF8.GetBytes(json), .. ",{\"name\":1}]}"u8];
        var expected = Parse(Encoding.UTF8.GetBytes(json));
        Assert.All(ScanSteps.All, step => Assert.Equal(expected, Scan(step, item, seed, validate)));
    });

    [Fact]
    public void Scan_WithoutValidation_FindsTheEndOfWhateverNests() => Gen.Select(AdversarialJson.Valid, Gen.Int).Sample((json, seed) =>
    {
        // Whatever has become of the first byte: an item begins with a bracket.
        byte[] item = [(byte)json[0], .. AdversarialJson.Mutate(json[1..], seed)];
        var scans = ScanSteps.All.Select(step => Scan(step, [.. item, .. s_behind], seed, validate: false)).Distinct().ToList();
        var found = Assert.Single(scans);
        Assert.True(found.Outcome != ScanOutcome.Ended || found.Length == FindEnd(item), Encoding.UTF8.GetString(item));
        Assert.True(found.Outcome != ScanOutcome.Unfinished || FindEnd(item) == 0, Encoding.UTF8.GetString(item));
    });

    [Theory]
    [InlineData("{\"a\\u0062\":1}")]
    [InlineData("{\"a\":\"\n\"}")]
    [InlineData("{\"a\":1}\\", 7)]
    [InlineData("{\\\"a\":1}")]
    public void Scan_WhatMakesAnEndDoubtful_IsLeftToTheParserEitherWay(string json, int ends = 0)
    {
        foreach (var validate in new[] { true, false })
        {
            Assert.All(ScanSteps.All, step => Assert.Equal(ends, Scan(step, Encoding.UTF8.GetBytes(json + " "), 1, validate).Length));
        }
    }

    private static Scanned Scan(ScanStep step, byte[] item, int seed, bool validate)
    {
        var finder = new FieldFinder([.. s_names.Select(name => (byte[])[(byte)'"', .. name, (byte)'"'])]);
        var scanner = new ItemScanner(finder, validate, 64);
        var random = new Random(seed);
        var most = random.Next(3) == 0 ? 3 : 200;
        var outcome = ScanOutcome.Unfinished;
        for (var there = Math.Min(item.Length, random.Next(1, most)); outcome == ScanOutcome.Unfinished; there = Math.Min(item.Length, there + random.Next(1, most)))
        {
            outcome = step(ref scanner, item.AsSpan(0, there));
            if (there == item.Length)
            {
                break;
            }
        }

        if (outcome != ScanOutcome.Ended)
        {
            return new Scanned(outcome, 0, false, "");
        }

        var fields = new FieldRange[s_names.Length];
        finder.Resolve(item.AsSpan(0, scanner.Length), fields);
        var texts = fields.Select(field => Encoding.UTF8.GetString(item, field.Start, field.Length) + field.IsEscaped);
        return new Scanned(outcome, scanner.Length, scanner.IsCompact, string.Join('|', texts));
    }

    /// <summary>What the scanner should say of a value that the parser takes.</summary>
    private static Scanned Parse(ReadOnlySpan<byte> item) =>
        TryParse(item, out var found) ? found : new Scanned(ScanOutcome.Unsure, 0, false, "");

    private static bool TryParse(ReadOnlySpan<byte> item, out Scanned found)
    {
        var (fields, isFound) = (new string[] { "False", "False", "False" }, new bool[s_names.Length]);
        var reader = new Utf8JsonReader(item, new JsonReaderOptions { MaxDepth = 64 });
        var field = -1;
        found = default;
        try
        {
            while (reader.Read())
            {
                if (field >= 0 && reader.TokenType is (JsonTokenType.String or JsonTokenType.Number))
                {
                    fields[field] = Encoding.UTF8.GetString(reader.ValueSpan) + reader.ValueIsEscaped;
                }

                field = reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 ? FindField(ref reader) : -1;
                if (field >= 0)
                {
                    // Of a property that is there twice the first counts.
                    (field, isFound[field]) = (isFound[field] ? -1 : field, true);
                }
            }
        }
        catch (JsonException)
        {
            return false;
        }

        found = new Scanned(ScanOutcome.Ended, item.Length, IsCompact(item), string.Join('|', fields));
        return true;
    }

    private static int FindField(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < s_names.Length; i++)
        {
            if (reader.ValueTextEquals(s_names[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsCompact(ReadOnlySpan<byte> json)
    {
        var (inside, escaped) = (false, false);
        foreach (var value in json)
        {
            inside ^= !escaped && value == '"';
            escaped = inside && !escaped && value == '\\';
            if (!inside && value is ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The item's length by strings and nesting alone; 0 if it does not end.</summary>
    private static int FindEnd(ReadOnlySpan<byte> json)
    {
        var (inside, escaped, depth) = (false, false, 0);
        for (var i = 0; i < json.Length; i++)
        {
            inside ^= !escaped && json[i] == '"';
            escaped = inside && !escaped && json[i] == '\\';
            depth += inside ? 0 : json[i] is (byte)'{' or (byte)'[' ? 1 : json[i] is (byte)'}' or (byte)']' ? -1 : 0;
            if (depth <= 0)
            {
                return i + 1;
            }
        }

        return 0;
    }

    private readonly record struct Scanned(ScanOutcome Outcome, int Length, bool IsCompact, string Fields);
}
