using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Inventory.Memory.Checkpoints;

namespace Inventory.Memory.Tests.Checkpoints;

/// <summary>Whatever the file holds: a checkpoint that can be used, or a <see cref="CheckpointException"/>; never anything else.</summary>
public sealed class CheckpointFormatTests
{
    private const string Seed = "0N0XIzNsQ0O2";

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

    /// <summary>Mutations under a checksum that is right: the content itself is believed no more than it deserves.</summary>
    [Fact]
    public void Read_MutatedContentWithAValidChecksum_IsSoundOrRefused()
    {
        var iterations = long.TryParse(Environment.GetEnvironmentVariable("INVENTORY_FUZZ_ITERATIONS"), System.Globalization.CultureInfo.InvariantCulture, out var asked) ? asked : 3000;
        Gen.Select(Gen.Int[0, s_corpus.Value.Length - 1], Gen.Select(Gen.Int, Gen.Int[0, 5], Gen.Byte).Array[1, 6]).Sample(
            (seed, mutations) =>
            {
                var content = Content(s_corpus.Value[seed]);
                foreach (var (at, kind, value) in mutations)
                {
                    content = Mutate(content, at, kind, value);
                }

                try
                {
                    var checkpoint = CheckpointFormat.Read(Seal(content));
                    return checkpoint.Position is { Sources: >= 0, Scopes: >= 0 } && checkpoint.Tallies.Counts.TrueForAll(count => count >= 0);
                }
                catch (CheckpointException)
                {
                    return true;
                }
            },
            iter: iterations,
            seed: asked == 0 ? Seed : null);
    }

    [Fact]
    public void Read_DeepNesting_IsRefused() => Assert.Throws<CheckpointException>(
        () => CheckpointFormat.Read(Seal(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"position\":", 10_000))))));

    private static byte[] Mutate(byte[] content, int at, int kind, byte value)
    {
        var index = content.Length == 0 ? 0 : (int)((uint)at % (uint)content.Length);
        return kind switch
        {
            0 => [.. content[..index], value, .. content[index..]],
            1 when content.Length > 0 => [.. content[..index], .. content[(index + 1)..]],
            2 => [.. content[..index], (byte)'-', .. content[index..]],
            3 => [.. content[..index], .. "99999999999999999999"u8, .. content[index..]],
            4 => content[..index],
            _ when content.Length > 0 => [.. content[..index], value, .. content[(index + 1)..]],
            _ => content,
        };
    }

    private static byte[] Content(byte[] bytes) => bytes[(Array.IndexOf(bytes, (byte)'\n') + 1)..^1];

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
