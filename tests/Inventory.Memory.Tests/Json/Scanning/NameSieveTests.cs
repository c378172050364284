using System.Runtime.Intrinsics;
using System.Text;
using CsCheck;
using Inventory.Memory.Json.Scanning;

namespace Inventory.Memory.Tests.Json.Scanning;

/// <summary>The names that a block is searched for, of every width of registers.</summary>
public sealed class NameSieveTests
{
    private const int Behind = 2;

    private static readonly Gen<string[]> s_names = Gen.OneOf(
        Gen.String[Gen.Char["abn_"], 0, 4], Gen.String[0, 3], Gen.Const("selfLink")).Array[0, 20];

    private static readonly Gen<string> s_text = Gen.OneOf(Gen.String[Gen.Char["abn_\""], 1, 8], Gen.Const("\"selfLink\""), Gen.Const("\"\"")).Array[30, 40].Select(string.Concat);

    [Fact]
    public void Find_ScalarBlock_LosesNoName() => Check<ScalarBlock>();

    [Fact]
    public void Find_Block128_LosesNoNameAndFindsWhatTheScalarOneDoes()
    {
        Assert.SkipUnless(Vector128.IsHardwareAccelerated, "this processor has no registers of 16 bytes");
        Check<Block128>();
    }

    [Fact]
    public void Find_Block256_LosesNoNameAndFindsWhatTheScalarOneDoes()
    {
        Assert.SkipUnless(Vector256.IsHardwareAccelerated, "this processor has no AVX2");
        Check<Block256>();
    }

    [Fact]
    public void Find_Block512_LosesNoNameAndFindsWhatTheScalarOneDoes()
    {
        Assert.SkipUnless(Vector512.IsHardwareAccelerated, "this processor has no registers of 64 bytes, or not fast ones");
        Check<Block512>();
    }

    [Fact]
    public void Find_OtherName_LetsItThroughOnlyIfItBeginsLikeOne()
    {
        var sieve = new NameSieve(["name"u8.ToArray(), "id"u8.ToArray()]);
        var text = Encoding.UTF8.GetBytes("\"net\" \"nan\" \"na\" \"id\" \"is\" \"mame\" \"i\" \"n\"".PadRight(BlockMasks.Bytes + Behind));
        var found = sieve.Find<ScalarBlock>(ref text[0]);
        Assert.Equal(["nan", "na", "id"], Enumerable.Range(0, BlockMasks.Bytes).Where(i => text[i] == '"' && ((found >> i) & 1) != 0 && text[i + 1] != ' ')
            .Select(i => Encoding.UTF8.GetString(text[(i + 1)..]).Split('"')[0]));
    }

    private static void Check<TBlock>()
        where TBlock : struct, IByteBlock<TBlock> => Gen.Select(s_names, s_text).Sample((names, text) =>
    {
        var bytes = Encoding.UTF8.GetBytes(text.PadRight(BlockMasks.Bytes + Behind));
        var sieve = new NameSieve([.. names.Select(Encoding.UTF8.GetBytes)]);
        var found = sieve.Find<TBlock>(ref bytes[0]);
        Assert.Equal(TBlock.CanLook ? sieve.Find<ScalarBlock>(ref bytes[0]) : ulong.MaxValue, found);
        for (var i = 0; i < BlockMasks.Bytes; i++)
        {
            Assert.True(((found >> i) & 1) != 0 || !sieve.QuotedNames.Any(name => bytes.AsSpan(i).StartsWith(name)), $"{text} at {i}");
        }
    });
}
