using System.Globalization;
using CsCheck;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Tests.Sources;

public sealed class PageTokensTests
{
    [Fact]
    public void TryFollow_ManyDifferentTokens_AreAllFollowed()
    {
        var tokens = new PageTokens();
        for (var page = 0; page < 100_000; page++)
        {
            Assert.True(tokens.TryFollow(page.ToString(CultureInfo.InvariantCulture)));
        }
    }

    [Fact]
    public void TryFollow_ShortCircle_IsFoundAtOnce()
    {
        var tokens = new PageTokens("A");
        Assert.True(tokens.TryFollow("B"));
        Assert.False(tokens.TryFollow("A"));
        Assert.True(tokens.TryFollow("C"));
    }

    [Fact]
    public void TryFollow_AnyCircle_IsFoundInBoundedPages() =>
        Gen.Select(Gen.Int[0, 500], Gen.Int[1, 500]).Sample((lead, length) =>
        {
            var tokens = new PageTokens();
            for (var page = 0; page < lead + (3 * length) + 130; page++)
            {
                var position = page < lead ? page : lead + ((page - lead) % length);
                if (!tokens.TryFollow(position.ToString(CultureInfo.InvariantCulture)))
                {
                    return page >= lead + length;
                }
            }

            return false;
        });

    [Fact]
    public void TryRestore_AfterAnyNumberOfPages_GoesOnAsIfNothingHadHappened() =>
        Gen.Select(Gen.Int[0, 300], Gen.Int[1, 200], Gen.Int[0, 400]).Sample((lead, length, at) =>
        {
            var (whole, resumed) = (new PageTokens(), new PageTokens());
            for (var page = 0; page < lead + (3 * length) + 130; page++)
            {
                if (page == at)
                {
                    var state = new List<ulong> { 1, 2 };
                    resumed.Save(state);
                    Assert.InRange(state.Count, 5, 2 + 67);
                    ReadOnlySpan<ulong> rest = state.ToArray().AsSpan(2);
                    resumed = new PageTokens("a token that is forgotten");
                    Assert.True(resumed.TryRestore(ref rest));
                    Assert.True(rest.IsEmpty);
                }

                var token = (page < lead ? page : lead + ((page - lead) % length)).ToString(CultureInfo.InvariantCulture);
                Assert.Equal(whole.TryFollow(token), resumed.TryFollow(token));
            }
        });

    [Fact]
    public void TryRestore_AnyNumbers_IsRefusedOrTakenAndNeverThrows() =>
        Gen.ULong.Array[0, 80].Select(Gen.Int[0, 70], (numbers, count) => (numbers, count)).Sample(one =>
        {
            if (one.numbers.Length > 0)
            {
                one.numbers[0] = (ulong)one.count;
            }

            ReadOnlySpan<ulong> rest = one.numbers;
            var tokens = new PageTokens();
            _ = tokens.TryRestore(ref rest);
            Assert.True(tokens.TryFollow("new"));
        });

    [Fact]
    public void Follow_Circle_ThrowsWhatEndsTheScope()
    {
        var tokens = new PageTokens("A");
        var failure = Assert.Throws<ScopeFailedException>(() => tokens.Follow("A"));
        Assert.Equal((ScopeState.Failed, PageTokens.RepeatedReason), (failure.State, failure.Reason));
    }
}
