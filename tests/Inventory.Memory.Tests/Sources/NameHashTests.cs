using System.Text;
using CsCheck;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Tests.Sources;

public sealed class NameHashTests
{
    [Fact]
    public void Of_AnyCut_IsTheSame() =>
        Gen.Select(Gen.String[0, 1500], Gen.Double[0, 1]).Sample((name, share) =>
        {
            var bytes = Encoding.UTF8.GetBytes(name);
            var cut = (int)(bytes.Length * share);
            return NameHash.Of(bytes.AsSpan(0, cut), bytes.AsSpan(cut)) == NameHash.Of(name);
        });

    [Fact]
    public void Of_AMillionLikeNames_AreAllDifferent()
    {
        var hashes = new HashSet<ulong>();
        var bytes = new byte[64];
        for (var i = 0; i < 1_000_000; i++)
        {
            Assert.True(Encoding.UTF8.TryGetBytes($"projects/p/zones/z/instances/i-{i}", bytes, out var count));
            Assert.True(hashes.Add(NameHash.Of("//compute.googleapis.com/"u8, bytes.AsSpan(0, count))), $"{i}");
        }
    }

    [Fact]
    public void GetNameHash_BytesOrText_IsTheSame()
    {
        var item = new ResourceItem();
        item.SetName("//host/projects/p/x/é");
        var text = item.GetNameHash();
        item.SetName("//host/"u8.ToArray(), "projects/p/x/é"u8.ToArray());
        Assert.Equal(text, item.GetNameHash());
    }
}
