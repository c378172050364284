using System.Text;
using Inventory.Memory.GoogleCloud.Listing;
using Inventory.Memory.Sources;
using Inventory.Memory.Tests.Shared;

namespace Inventory.Memory.GoogleCloud.Tests.Listing;

public sealed class AnswerNoticesTests
{
    [Fact]
    public void AddWarning_NoResultsOnPage_AllocatesNothing()
    {
        var notices = new AnswerNotices(_ => true);
        var json = """{"message":"There are no results for scope 'zones/z' on this page.","data":[{"key":"scope","value":"zones/z"}],"code":"NO_RESULTS_ON_PAGE"}"""u8;
        notices.AddWarning(json, null);
        var allocation = new LeastAllocation();
        while (allocation.GoOn())
        {
            notices.AddWarning(json, null);
        }

        Assert.Equal(0, allocation.Bytes);
        Assert.False(notices.TryTake(out _));
    }

    [Fact]
    public void AddUnreachable_ThousandsOfLongPlaces_KeepsABoundedText()
    {
        var notices = new AnswerNotices(_ => true);
        var places = string.Join(',', Enumerable.Range(0, 5000).Select(i => $"\"zones/{i}{new string('z', 2000)}\",\"zones/{i}{new string('z', 200)}\""));
        notices.AddUnreachable(Encoding.UTF8.GetBytes($"[{places}]"), "unreachables");
        List<ScopeNotice> taken = [];
        while (notices.TryTake(out var notice))
        {
            taken.Add(notice!);
        }

        Assert.Equal("moreNotices", taken[^1].Reason);
        Assert.InRange(taken.Count, 100, AnswerNotices.MaxPerScope + 1);
        Assert.InRange(taken.Sum(notice => notice.Message.Length + (notice.Location?.Length ?? 0)), 1, AnswerNotices.MaxTextPerScope + 2000);
        Assert.All(taken, notice => Assert.InRange(notice.Scope?.Length ?? 0, 0, 256));
    }

    [Theory]
    [InlineData("12")]
    [InlineData("{}")]
    [InlineData("true")]
    [InlineData("\"t\"")]
    public void AddUnexpectedToken_AnythingButTheEnd_SaysThatMoreIsMissing(string token)
    {
        var notices = new AnswerNotices(_ => true);
        notices.AddUnexpectedToken(Encoding.UTF8.GetBytes(token));
        Assert.True(notices.TryTake(out var notice));
        Assert.Equal("morePages", notice!.Reason);
    }

    [Theory]
    [InlineData("zones/z-1-a", "z-1-a")]
    [InlineData("projects/p/locations/l-1", "l-1")]
    [InlineData("https://www.googleapis.com/compute/v1/projects/p/regions/r-1", "r-1")]
    [InlineData("z-1-a", "z-1-a")]
    [InlineData("projects/p/global", "global")]
    [InlineData("projects/p", null)]
    public void LocationOf_EveryForm_IsTheName(string place, string? expected) => Assert.Equal(expected, AnswerNotices.LocationOf(place));
}
