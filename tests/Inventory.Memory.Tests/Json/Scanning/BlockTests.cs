using System.Runtime.Intrinsics;
using CsCheck;
using Inventory.Memory.Json.Scanning;

namespace Inventory.Memory.Tests.Json.Scanning;

/// <summary>Every width of registers against the bytes themselves.</summary>
public sealed class BlockTests
{
    private const string Meaningful = "\"\\{}[]:, \t\r\n";

    private static readonly Gen<byte[]> s_block = Gen.OneOf(
        Gen.Byte,
        Gen.Int[0, Meaningful.Length - 1].Select(i => (byte)Meaningful[i]),
        Gen.Byte[(byte)'a', (byte)'z']).Array[BlockMasks.Bytes];

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
        where TBlock : struct, IByteBlock<TBlock> => s_block.Sample(bytes =>
    {
        BlockClassifier.Classify<TBlock>(ref bytes[0], out var masks);
        Assert.Equal(Mask(bytes, value => value == '"'), masks.Quotes);
        Assert.Equal(Mask(bytes, value => value is (byte)'{' or (byte)'['), masks.Opens);
        Assert.Equal(Mask(bytes, value => value is (byte)'}' or (byte)']'), masks.Closes);
        Assert.Equal(Mask(bytes, value => value == ':'), masks.Colons);
        Assert.Equal(Mask(bytes, value => value == ','), masks.Commas);
        Assert.Equal(Mask(bytes, value => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'), masks.Spaces);
        Assert.Equal(Mask(bytes, value => value == '\\'), masks.Backslashes);
        Assert.Equal(Mask(bytes, value => value < 0x20), masks.Controls);
        Assert.Equal(bytes.Any(value => value >= 0x80), masks.HasNonAscii);
    });

    private static ulong Mask(byte[] bytes, Func<byte, bool> matches) =>
        bytes.Select((value, i) => matches(value) ? 1UL << i : 0).Aggregate((left, right) => left | right);
}
