using CsCheck;
using Inventory.Memory.Checkpoints;

namespace Inventory.Memory.Tests.Checkpoints;

public sealed class PassedHashTests
{
    [Fact]
    public void Add_DifferentLists_DifferentHashes() => Gen.Select(Gen.String.Array[0, 4], Gen.String.Array[0, 4]).Sample(
        (left, right) => left.SequenceEqual(right) == (Hash(left) == Hash(right)), seed: "0N0XIzNsQ0O2");

    [Fact]
    public void Add_MovedBoundary_DifferentHashes()
    {
        Assert.NotEqual(Hash(["ab", "c"]), Hash(["a", "bc"]));
        Assert.NotEqual(Hash([null]), Hash([""]));
    }

    [Fact]
    public void Parse_Text_IsTheSameOrRefused()
    {
        var hash = Hash(["a"]);
        Assert.True(PassedHash.TryParse(hash.ToString(), out var read));
        Assert.Equal(hash, read);
        Assert.All(new[] { "", "0", "xyz", "00000000000000000", "-000000000000001" }, text => Assert.False(PassedHash.TryParse(text, out _)));
    }

    private static PassedHash Hash(IEnumerable<string?> names) => names.Aggregate(PassedHash.Empty, (hash, name) => hash.Add(name));
}
