using System.Security.Cryptography;
using System.Text;
using Inventory.Memory.Checkpoints;

namespace Inventory.Memory.Tests.Checkpoints;

/// <summary>Whatever the file holds: a checkpoint that can be used, or a <see cref="CheckpointException"/>; never anything else.</summary>
public sealed class CheckpointFormatTests
{
    private static readonly Lazy<byte[][]> s_corpus = new(MakeCorpus);

    [Fact]
    public void Read_Written_IsTheSame()
    {
        foreach (var bytes in s_corpus.Value)
        {
            Assert.Equal(bytes, CheckpointFormat.Write(CheckpointFormat.Read(bytes)).ToArray());
        }
    }

    [Theory]
    [InlineData("", "not a checkpoint")]
    [InlineData("precious", "not a checkpoint")]
    [InlineData("{}", "not a checkpoint")]
    [InlineData("{\"format\":\"other\",\"version\":1,\"sha256\":\"\"}", "not a checkpoint")]
    [InlineData("{\"format\":\"inventory-memory-checkpoint\",\"version\":2,\"sha256\":\"\"}\n{}\n", "version 2")]
    [InlineData("{\"format\":\"inventory-memory-checkpoint\",\"version\":1,\"sha256\":\"00\"}\n{}\n", "damaged")]
    public void Read_Foreign_SaysWhatItIs(string text, string expected)
    {
        var failure = Assert.Throws<CheckpointException>(() => CheckpointFormat.Read(Encoding.UTF8.GetBytes(text)));

        Assert.Equal(CheckpointProblem.Unreadable, failure.Problem);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EveryCutAndEveryChangedByte_IsRefused()
    {
        var whole = s_corpus.Value[^1];
        for (var i = 0; i < whole.Length - 1; i++)
        {
            Assert.Throws<CheckpointException>(() => CheckpointFormat.Read(whole.AsSpan(0, i)));
            var changed = (byte[])whole.Clone();
            changed[i] ^= 0x11;
            Assert.Throws<CheckpointException>(() => CheckpointFormat.Read(changed));
        }
    }

    [Fact]
    public void Read_DeepNesting_IsRefused() => Assert.Throws<CheckpointException>(
        () => CheckpointFormat.Read(Seal(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"position\":", 10_000))))));

    private static byte[] Seal(byte[] content) =>
    [
        .. Encoding.UTF8.GetBytes($"{{\"format\":\"inventory-memory-checkpoint\",\"version\":1,\"sha256\":\"{Convert.ToHexStringLower(SHA256.HashData(content))}\"}}\n"),
        .. content,
        (byte)'\n',
    ];

    private static byte[][] MakeCorpus()
    {
        var run = new CheckpointedRun { Request = { ["types"] = "a,b" } };
        var estate = new PagedEstate { Resources = 7 };
        estate.OnPage = (scope, _) =>
        {
            if (scope == "p1/test.b/zones/a")
            {
                throw new Inventory.Memory.Sources.ScopeFailedException(ScopeState.Denied, "forbidden", "no") { HttpStatus = 403 };
            }
        };
        run.CollectAsync(estate).GetAwaiter().GetResult();
        return [.. run.Store.Written];
    }
}
