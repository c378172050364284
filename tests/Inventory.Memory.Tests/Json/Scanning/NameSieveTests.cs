using System.Text;
using CsCheck;
using Inventory.Memory.Json.Scanning;

namespace Inventory.Memory.Tests.Json.Scanning;

/// <summary>The names that the strings of a block are sieved for.</summary>
public sealed class NameSieveTests
{
    private static readonly Gen<string[]> s_names = Gen.OneOf(Gen.String[Gen.Char["abn_"], 0, 4], Gen.Const("selfLink"), Gen.String[Gen.Char["ab"], 40, 46]).Array[0, 12];

    private static readonly Gen<string> s_strings = Gen.OneOf(Gen.String[Gen.Char["abn_"], 0, 4], Gen.Const("selfLink"), Gen.String[Gen.Char["ab"], 40, 46]).Array[60]
        .Select(strings => string.Concat(strings.Select(text => $"\"{text}\" ")));

    [Fact]
    public void Find_AnyNames_LosesNone() => Gen.Select(s_names, s_strings, Gen.Int[0, 60]).Sample((names, text, from) =>
    {
        var quoted = names.Select(name => Encoding.UTF8.GetBytes($"\"{name}\"")).ToList();
        var sieve = quoted.Aggregate(default(NameSieve), (all, name) => all.With(name));
        var bytes = Encoding.UTF8.GetBytes(text)[from..(from + (2 * BlockMasks.Bytes))];
        var (quotes, behind) = (Quotes(bytes, 0), Quotes(bytes, BlockMasks.Bytes));
        var found = sieve.Find(quotes, quotes, behind, ref bytes[0]);
        var foundWherever = sieve.Find(quotes, quotes, ulong.MaxValue, ref bytes[0]);
        Assert.Equal(0UL, found & ~foundWherever);
        Assert.Equal(0UL, foundWherever & ~quotes);
        for (var i = 0; i < BlockMasks.Bytes; i++)
        {
            Assert.True(((found >> i) & 1) != 0 || !quoted.Exists(name => bytes.AsSpan(i).StartsWith(name)), $"{text} at {i}");
        }
    });

    [Theory]
    [InlineData("\"name\" \"nose\" \"same\" \"names\" \"nam\" \"id\" \"is\" \"ld\" \"idx\"", "name nose id is")]
    [InlineData("\"name", "")]
    [InlineData("", "")]
    public void Find_String_LetsThroughWhatIsAsLongAndBeginsLikeAName(string text, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text.PadRight(2 * BlockMasks.Bytes));
        var found = default(NameSieve).With("\"name\""u8).With("\"id\""u8).Find(Quotes(bytes, 0), Quotes(bytes, 0), 0, ref bytes[0]);
        Assert.Equal(expected, string.Join(' ', Enumerable.Range(0, BlockMasks.Bytes).Where(i => ((found >> i) & 1) != 0).Select(i => text[(i + 1)..].Split('"')[0])));
    }

    [Fact]
    public void Find_NameThatEndsInTheNextBlock_IsThereOnlyIfTheQuoteIs()
    {
        var bytes = Encoding.UTF8.GetBytes(("\"name\"".PadLeft(BlockMasks.Bytes + 2)).PadRight(2 * BlockMasks.Bytes));
        var (sieve, quotes) = (default(NameSieve).With("\"name\""u8), Quotes(bytes, 0));
        Assert.Equal(1UL << 60, sieve.Find(quotes, quotes, 1UL << 1, ref bytes[0]));
        Assert.Equal(0UL, sieve.Find(quotes, quotes, ~(1UL << 1), ref bytes[0]));
        Assert.Equal(0UL, sieve.Find(0, quotes, ulong.MaxValue, ref bytes[0]));
    }

    private static ulong Quotes(byte[] bytes, int start) =>
        Enumerable.Range(0, BlockMasks.Bytes).Where(i => bytes[start + i] == '"').Aggregate(0UL, (all, i) => all | (1UL << i));
}
