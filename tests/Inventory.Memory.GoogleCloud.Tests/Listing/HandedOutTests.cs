using CsCheck;
using Inventory.Memory.GoogleCloud.Listing;
using Inventory.Memory.Tests.Shared;

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

    /// <summary>What was there at the first try, and not at the second, may have been pushed on by something new.</summary>
    [Fact]
    public void TryAdd_NotOnThePageFetchedAgain_IsLeftOutWheneverItComes()
    {
        using var handedOut = Having(1, 2);
        handedOut.Resume();
        Assert.Equal([8, 9], Fresh(handedOut, 8, 9));
        handedOut.EndPage(another: true);
        Assert.Equal([3], Fresh(handedOut, 2, 3));
        handedOut.EndPage(another: true);
        Assert.Equal([4], Fresh(handedOut, 4));
        handedOut.EndPage(another: true);
        Assert.Empty(Fresh(handedOut, 1));
        Assert.False(handedOut.IsRepeated);
    }

    /// <summary>What each page shares with the one before is not kept longer than that.</summary>
    [Fact]
    public void TryAdd_EveryPageOverlapsTheOneBefore_HoldsTwoPages()
    {
        using var handedOut = Having(0, 1, 2, 3);
        for (var page = 1ul; page < 100_000; page++)
        {
            handedOut.EndPage(another: true);
            if (page % 3 == 0)
            {
                handedOut.TryAdd(page * 3);
                handedOut.Resume();
            }

            Assert.Equal([(page * 3) + 1, (page * 3) + 2, (page * 3) + 3], Fresh(handedOut, page * 3, (page * 3) + 1, (page * 3) + 2, (page * 3) + 3));
        }

        Assert.False(handedOut.HasOverflowed);
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
        var allocation = new LeastAllocation();
        while (allocation.GoOn())
        {
            for (var i = 0ul; i < 5000; i++)
            {
                if (i % 500 == 0)
                {
                    handedOut.EndPage(another: true);
                }

                handedOut.TryAdd(i);
            }
        }

        Assert.Equal(0, allocation.Bytes);
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

    /// <summary>
    /// Pages go on behind a key, as Google's tokens do; each time a page is asked for, something new has come and something
    /// old has gone. Each comes at most once, and all that was there from the beginning to the end does come.
    /// </summary>
    [Fact]
    public void TryAdd_AnswersThatChange_NothingTwiceNothingLost() =>
        Gen.Select(Gen.Int[0, 40].Array[0, 12], Gen.Int[1, 20].Array[1, 12], Gen.Int[0, 200].Array[12], Gen.Int[0, 200].Array[12]).Sample((breaks, sizes, added, removed) =>
        {
            using var handedOut = new HandedOut();
            var listed = new SortedSet<int>(Enumerable.Range(0, 100).Select(i => i * 2));
            var stays = listed.ToHashSet();
            List<ulong> got = [];
            var (after, attempt) = (-1, 0);
            while (true)
            {
                var page = listed.GetViewBetween(after + 1, int.MaxValue).Take(sizes[attempt % sizes.Length]).ToList();
                var stop = attempt < breaks.Length ? breaks[attempt] : page.Count;
                got.AddRange(page.Take(stop).Select(i => (ulong)i).Where(handedOut.TryAdd));
                if (attempt < added.Length)
                {
                    listed.Add(added[attempt]);
                    listed.Remove(removed[attempt]);
                    stays.Remove(removed[attempt]);
                }

                attempt++;
                if (stop < page.Count)
                {
                    handedOut.Resume();
                    continue;
                }

                var another = page.Count > 0 && listed.Max > page[^1];
                handedOut.EndPage(another);
                if (!another)
                {
                    break;
                }

                after = page[^1];
            }

            return got.Distinct().Count() == got.Count && stays.All(i => got.Contains((ulong)i));
        });

    /// <summary>As a run that is killed at the end of each page, and goes on from a checkpoint.</summary>
    [Fact]
    public void TryRestore_AfterEachPageOfAListThatBreaks_EachOnce() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[0, 60].Array[0, 12], Gen.Int[1, 20].Array[1, 12]).Sample((total, breaks, sizes) =>
        {
            var handedOut = new HandedOut();
            List<ulong> got = [];
            var (start, attempt) = (0, 0);
            while (start < total)
            {
                var size = Math.Min(sizes[attempt % sizes.Length], total - start);
                var stop = attempt < breaks.Length ? Math.Min(breaks[attempt], size) : size;
                attempt++;
                got.AddRange(Enumerable.Range(start, stop).Select(i => (ulong)i).Where(handedOut.TryAdd));
                if (stop < size)
                {
                    handedOut.Resume();
                    continue;
                }

                handedOut.EndPage(another: true);
                handedOut = SavedAndRestored(handedOut);
                start += size;
            }

            return got.SequenceEqual(Enumerable.Range(0, total).Select(i => (ulong)i));
        });

    [Fact]
    public void TryRestore_PageRepeatsTheOneBefore_GivesNothingAndSaysSo()
    {
        using var before = Having(1, 2, 3);
        before.EndPage(another: true);
        using var handedOut = SavedAndRestored(before);
        Assert.Empty(Fresh(handedOut, 1, 2, 3));
        Assert.True(handedOut.IsRepeated);
    }

    [Fact]
    public void TrySave_MoreThanACheckpointHolds_SaysSo()
    {
        using var handedOut = Having([.. Enumerable.Range(0, 10_000).Select(i => (ulong)i)]);
        handedOut.EndPage(another: true);
        Assert.False(handedOut.TrySave([]));
    }

    [Fact]
    public void TryRestore_AnyNumbers_IsRefusedOrTakenAndNeverThrows() =>
        Gen.Select(Gen.ULong.Array[0, 40], Gen.Int[0, 40], Gen.Int[0, 40]).Sample((numbers, first, second) =>
        {
            if (numbers.Length > 0)
            {
                numbers[0] = (ulong)first;
                numbers[Math.Min(first + 1, numbers.Length - 1)] = (ulong)second;
            }

            using var handedOut = new HandedOut();
            ReadOnlySpan<ulong> rest = numbers;
            _ = handedOut.TryRestore(ref rest);
            handedOut.TryAdd(5);
            handedOut.EndPage(another: true);
        });

    private static HandedOut SavedAndRestored(HandedOut handedOut)
    {
        List<ulong> state = [];
        Assert.True(handedOut.TrySave(state));
        handedOut.Dispose();
        var restored = new HandedOut();
        ReadOnlySpan<ulong> rest = state.ToArray();
        Assert.True(restored.TryRestore(ref rest));
        Assert.True(rest.IsEmpty);
        return restored;
    }

    private static HandedOut Having(params ulong[] hashes)
    {
        var handedOut = new HandedOut();
        Assert.Equal(hashes, Fresh(handedOut, hashes));
        return handedOut;
    }

    private static IEnumerable<ulong> Fresh(HandedOut handedOut, params ulong[] hashes) => [.. hashes.Where(handedOut.TryAdd)];
}
