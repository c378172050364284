using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CsCheck;
using Inventory.Memory.Json.Scanning;

namespace Inventory.Memory.Tests.Json.Scanning;

/// <summary>Every width of registers against the bytes themselves.</summary>
public sealed class BlockTests
{
    private const string Meaningful = "\"\\{}[]:, \t\r\n";

    private const int Blocks = 3;

    private static readonly Gen<byte[]> s_blocks = Gen.OneOf(
        Gen.OneOf(Gen.Byte, Gen.Int[0, Meaningful.Length - 1].Select(i => (byte)Meaningful[i]), Gen.Byte[(byte)'a', (byte)'z']).Array[Blocks * BlockMasks.Bytes],
        Gen.Select(Gen.Byte[(byte)' ', (byte)'['].Array[Blocks * BlockMasks.Bytes], Gen.Int[0, (Blocks * BlockMasks.Bytes) - 1], Gen.Byte, WithOne));

    [Fact]
    public void Classify_ScalarBlock_IsWhatTheBytesSay() => Check<ScalarBlock>();

    [Fact]
    public void Classify_Block128_IsWhatTheBytesSay()
    {
        Assert.SkipUnless(Vector128.IsHardwareAccelerated, "this processor has no registers of 16 bytes");
        Check<Block128>();
    }

    [Fact]
    public void Classify_Block256_IsWhatTheBytesSay()
    {
        Assert.SkipUnless(Vector256.IsHardwareAccelerated, "this processor has no AVX2");
        Check<Block256>();
    }

    [Fact]
    public void Classify_Block512_IsWhatTheBytesSay()
    {
        Assert.SkipUnless(Vector512.IsHardwareAccelerated, "this processor has no registers of 64 bytes, or not fast ones");
        Check<Block512>();
    }

    private static void Check<TBlock>()
        where TBlock : struct, IByteBlock<TBlock> => s_blocks.Array[2].Sample(pages =>
    {
        // Nothing is left of what was classified before.
        var classifier = new BlockClassifier();
        classifier.Classify<TBlock, Proving>(ref pages[0][0], Blocks);
        var bytes = pages[1];
        classifier.Classify<TBlock, Proving>(ref bytes[0], Blocks);
        for (var i = 0; i < Blocks; i++)
        {
            ref var masks = ref Unsafe.Add(ref classifier.Masks, i);
            CheckMasks([.. bytes.Skip(i * BlockMasks.Bytes).Take(BlockMasks.Bytes)], masks);
            Assert.Equal(i + 1 < Blocks ? Unsafe.Add(ref masks, 1).Quotes : ulong.MaxValue, BlockClassifier.QuotesBehind(in masks));
        }
    });

    /// <summary>Blocks without a rare byte, but for one byte that may be any.</summary>
    private static byte[] WithOne(byte[] bytes, int place, byte value)
    {
        bytes[place] = value;
        return bytes;
    }

    private static void CheckMasks(byte[] bytes, BlockMasks masks)
    {
        Assert.Equal(Mask(bytes, value => value == '"'), masks.Quotes);
        Assert.Equal(Mask(bytes, value => value is (byte)'{' or (byte)'['), masks.Opens);
        Assert.Equal(Mask(bytes, value => value is (byte)'}' or (byte)']'), masks.Closes);
        Assert.Equal(Mask(bytes, value => value == ':'), masks.Colons);
        Assert.Equal(Mask(bytes, value => value == ','), masks.Commas);
        Assert.Equal(Mask(bytes, value => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'), masks.Spaces);
        Assert.Equal(Mask(bytes, value => value == '\\'), masks.Backslashes);
        Assert.Equal(Mask(bytes, value => value < 0x20), masks.Controls);
        Assert.Equal(Mask(bytes, value => value is < 0x20 or (byte)'\\' or >= 0x80), masks.Rare);
    }

    private static ulong Mask(byte[] bytes, Func<byte, bool> matches) =>
        bytes.Select((value, i) => matches(value) ? 1UL << i : 0).Aggregate((left, right) => left | right);
}
