using System.Globalization;
using System.Text;

namespace Inventory.Memory.GoogleCloud.Tests.Support;

/// <summary>A list of numbered resources whose page tokens are positions, for a scripted server.</summary>
/// <param name="total">How many there are.</param>
/// <param name="property">What holds them.</param>
/// <param name="item">One of them as JSON, by its number.</param>
internal sealed class NumberedList(int total, string property, Func<int, string> item)
{
    /// <summary>Where the server does not care how many are asked for.</summary>
    public int? PageSize { get; init; }

    public static NumberedList Snapshots(int total) => new(total, "items", number => $$"""{"name":"r{{number:D5}}"}""");

    public static NumberedList Assets(int total) => new(
        total, "assets", number => $$"""{"name":"//compute.googleapis.com/projects/p1/global/snapshots/r{{number:D5}}","assetType":"compute.googleapis.com/Snapshot","resource":{"version":"v1","data":{"x":1} } }""");

    /// <summary>The page that is asked for.</summary>
    /// <param name="target">Path and query.</param>
    /// <param name="breakAt">The number of the resource before which the connection breaks, if it is on the page; null: it does not.</param>
    public Reply Page(string target, int? breakAt = null)
    {
        var from = int.Parse(Query(target, "pageToken") ?? "0", CultureInfo.InvariantCulture);
        var size = PageSize ?? int.Parse(Query(target, "maxResults") ?? Query(target, "pageSize")!, CultureInfo.InvariantCulture);
        var end = Math.Min(from + size, total);
        var text = new StringBuilder($"{{\"{property}\":[");
        var broken = 0;
        for (var number = from; number < end; number++)
        {
            text.Append(number > from ? "," : "");
            broken = number == breakAt ? text.Length : broken;
            text.Append(item(number));
        }

        text.Append(CultureInfo.InvariantCulture, $"]{(end < total ? $",\"nextPageToken\":\"{end}\"" : "")}}}");
        var reply = Reply.Json(text.ToString());
        return broken == 0 ? reply : reply.CutBy(text.Length - broken);
    }

    public static string? Query(string target, string name) =>
        target.Split('?', '&').Skip(1).Select(pair => pair.Split('=')).FirstOrDefault(pair => pair[0] == name)?[1];
}
