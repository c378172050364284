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
    public void Follow_Circle_ThrowsWhatEndsTheScope()
    {
        var tokens = new PageTokens("A");
        var failure = Assert.Throws<ScopeFailedException>(() => tokens.Follow("A"));
        Assert.Equal((ScopeState.Failed, PageTokens.RepeatedReason), (failure.State, failure.Reason));
    }
}
