using Inventory.Memory.GoogleCloud.Listing;
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

    [Theory]
    [InlineData("zones/z-1-a", "z-1-a")]
    [InlineData("projects/p/locations/l-1", "l-1")]
    [InlineData("https://www.googleapis.com/compute/v1/projects/p/regions/r-1", "r-1")]
    [InlineData("z-1-a", "z-1-a")]
    [InlineData("projects/p/global", "global")]
    [InlineData("projects/p", null)]
    public void LocationOf_EveryForm_IsTheName(string place, string? expected) => Assert.Equal(expected, AnswerNotices.LocationOf(place));
}
