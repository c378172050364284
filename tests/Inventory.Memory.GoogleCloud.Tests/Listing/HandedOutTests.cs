using CsCheck;
using Inventory.Memory.GoogleCloud.Listing;

namespace Inventory.Memory.GoogleCloud.Tests.Listing;

public sealed class HandedOutTests
{
    [Fact]
    public void TryAdd_PageFetchedAgain_SkipsWhatWasHandedOut()
    {
        using var handedOut = Having(1, 2, 3);
        handedOut.Resume();
        Assert.Equal([4, 5], Fresh(handedOut, 3, 1, 4, 2, 5));
    }

    [Fact]
    public void TryAdd_PageFetchedAgainAndThenRepeated_GivesNothingAndSaysSo()
    {
        using var handedOut = Having(1, 2, 3);
        handedOut.Resume();
        Assert.Equal([4, 5], Fresh(handedOut, 1, 2, 3, 4, 5));
        handedOut.EndPage(another: true);
        Assert.Empty(Fresh(handedOut, 1, 2, 3, 4, 5));
        Assert.True(handedOut.IsRepeated);
    }

    [Fact]
    public void TryAdd_BrokenAgainAfterMore_SkipsBoth()
    {
        using var handedOut = Having(1, 2);
        handedOut.Resume();
        Assert.Equal([3], Fresh(handedOut, 1, 2, 3));
        handedOut.Resume();
        Assert.Equal([4], Fresh(handedOut, 1, 2, 3, 4));
    }

    [Fact]
    public void TryAdd_SmallerPageAfterAFailure_SkipsOnTheFollowingPagesToo()
    {
        using var handedOut = Having(1, 2, 3, 4, 5);
        handedOut.Resume();
        Assert.Empty(Fresh(handedOut, 1, 2));
        handedOut.EndPage(another: true);
        Assert.Empty(Fresh(handedOut, 3, 4));
        handedOut.EndPage(another: true);
        Assert.Equal([6], Fresh(handedOut, 5, 6));
        handedOut.EndPage(another: true);
        Assert.Equal([7], Fresh(handedOut, 7));
        handedOut.EndPage(another: true);
        Assert.Equal([1], Fresh(handedOut, 1));
    }

    [Fact]
    public void TryAdd_DeletedMeanwhile_IsForgottenAfterAPageWithoutARepeat()
    {
        using var handedOut = Having(1, 2);
        handedOut.Resume();
        Assert.Equal([3], Fresh(handedOut, 2, 3));
        handedOut.EndPage(another: true);
        Assert.Equal([4], Fresh(handedOut, 4));
        handedOut.EndPage(another: true);
        Assert.Equal([1], Fresh(handedOut, 1));
    }

    /// <summary>Not before: a smaller page may have brought none of it by chance of its bounds.</summary>
    [Fact]
    public void TryAdd_StillToCome_IsLeftOutOnThePageAfterARepeat()
    {
        using var handedOut = Having(1, 2);
        handedOut.Resume();
        Assert.Equal([3], Fresh(handedOut, 2, 3));
        handedOut.EndPage(another: true);
        Assert.Equal([4], Fresh(handedOut, 4, 1));
    }

    [Fact]
    public void TryAdd_PageRepeatsTheOneBefore_GivesNothingAndSaysSo()
    {
        using var handedOut = Having(1, 2, 3);
        handedOut.EndPage(another: true);
        Assert.Empty(Fresh(handedOut, 3, 2, 1));
        Assert.True(handedOut.IsRepeated);
        handedOut.Resume();
        Assert.Equal([4], Fresh(handedOut, 4));
        Assert.False(handedOut.IsRepeated);
    }

    [Fact]
    public void TryAdd_PageBeginsWithTheEndOfTheOneBefore_LeavesThatOut()
    {
        using var handedOut = Having(1, 2, 3);
        handedOut.EndPage(another: true);
        Assert.Equal([4, 5], Fresh(handedOut, 3, 4, 5));
        Assert.False(handedOut.IsRepeated);
    }

    [Fact]
    public void TryAdd_TwiceInOneAnswer_IsSkippedTwice()
    {
        using var handedOut = Having(7, 7);
        handedOut.Resume();
        Assert.Equal([7], Fresh(handedOut, 7, 7, 7));
    }

    [Fact]
    public void TryAdd_PageBeyondTheBound_SaysSo()
    {
        using var handedOut = Having([.. Enumerable.Range(0, HandedOut.MaxPerPage).Select(i => (ulong)i)]);
        Assert.False(handedOut.HasOverflowed);
        Assert.True(handedOut.TryAdd(0));
        Assert.True(handedOut.HasOverflowed);
    }

    [Fact]
    public void TryAdd_PageAfterPage_AllocatesNothing()
    {
        using var handedOut = Having([.. Enumerable.Range(10_000, 500).Select(i => (ulong)i)]);
        handedOut.EndPage(another: true);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0ul; i < 5000; i++)
        {
            if (i % 500 == 0)
            {
                handedOut.EndPage(another: true);
            }

            handedOut.TryAdd(i);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>Whatever breaks and however pages shrink, each of a list comes once.</summary>
    [Fact]
    public void TryAdd_AnyBreaksAndSizes_EachOnce() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[0, 60].Array[0, 12], Gen.Int[1, 20].Array[1, 12]).Sample((total, breaks, sizes) =>
        {
            using var handedOut = new HandedOut();
            List<ulong> got = [];
            var (start, attempt) = (0, 0);
            while (start < total)
            {
                var size = Math.Min(sizes[attempt % sizes.Length], total - start);
                var stop = attempt < breaks.Length ? Math.Min(breaks[attempt], size) : size;
                attempt++;
                for (var i = start; i < start + stop; i++)
                {
                    if (handedOut.TryAdd((ulong)i))
                    {
                        got.Add((ulong)i);
                    }
                }

                if (stop < size)
                {
                    handedOut.Resume();
                    continue;
                }

                handedOut.EndPage(another: true);
                start += size;
            }

            return got.SequenceEqual(Enumerable.Range(0, total).Select(i => (ulong)i));
        });

    private static HandedOut Having(params ulong[] hashes)
    {
        var handedOut = new HandedOut();
        Assert.Equal(hashes, Fresh(handedOut, hashes));
        return handedOut;
    }

    private static IEnumerable<ulong> Fresh(HandedOut handedOut, params ulong[] hashes) => [.. hashes.Where(handedOut.TryAdd)];
}
