using CsCheck;
using Inventory.Memory.Json.Scanning;

namespace Inventory.Memory.Tests.Json.Scanning;

/// <summary>Quotes and runs of backslashes over several blocks, against a walk from byte to byte.</summary>
public sealed class StringTrackerTests
{
    private static readonly Gen<byte[]> s_text = Gen.Select(
        Gen.OneOf(Gen.Const("x"), Gen.Const("\""), Gen.Const("\\"), Gen.Int[1, 130].Select(length => new string('\\', length)), Gen.Int[40, 70].Select(length => new string('y', length)))
            .Array[1, 30],
        pieces => string.Concat(pieces).Select(letter => (byte)letter).ToArray());

    [Fact]
    public void Next_AnyText_FindsStringsAndEscapes() => s_text.Sample(text =>
    {
        var tracker = default(StringTracker);
        var classifier = new BlockClassifier();
        var (inside, escapes) = (false, false);
        for (var start = 0; start + BlockMasks.Bytes <= text.Length; start += BlockMasks.Bytes)
        {
            var block = text.AsSpan(start, BlockMasks.Bytes);
            classifier.Classify<ScalarBlock, Following>(ref block[0], 1);
            var quotes = classifier.Masks.Quotes;
            var strings = tracker.Next(ref quotes, classifier.Masks.Backslashes, out var escaped);
            for (var i = 0; i < block.Length; i++)
            {
                var (isEscaped, isQuote) = (escapes, !escapes && block[i] == '"');
                inside ^= isQuote;
                escapes = !escapes && block[i] == '\\';
                Assert.Equal((isEscaped, isQuote, inside), (Bit(escaped, i), Bit(quotes, i), Bit(strings, i)));
            }
        }
    });

    private static bool Bit(ulong mask, int i) => ((mask >> i) & 1) != 0;
}
