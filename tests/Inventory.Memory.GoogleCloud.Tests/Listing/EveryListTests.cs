using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Tests.Support;

namespace Inventory.Memory.GoogleCloud.Tests.Listing;

/// <summary>What must not look like an empty list does not, whichever list of the catalog it is.</summary>
public sealed class EveryListTests
{
    /// <summary>Those of a project and of a folder that need no parent. Places are answered for, so that every list is asked.</summary>
    private static readonly List<CatalogEntry> s_lists =
    [
        .. GoogleCatalog.Default.Collections.Where(entry =>
            entry.Methods.Count > 0 && !entry.Methods.ContainsKey(ScopeKind.Parent)
            && entry.FullName is not ("compute.regions" or "compute.zones")),
    ];

    [Theory]
    [InlineData(403, """{"error":{"code":403,"message":"no","status":"PERMISSION_DENIED"}}""", ScopeState.Denied)]
    [InlineData(404, """{"error":{"code":404,"message":"Project p1 was not found.","status":"NOT_FOUND"}}""", ScopeState.Failed)]
    [InlineData(500, """{"error":{"code":500,"message":"no"}}""", ScopeState.Failed)]
    [InlineData(200, "<html>login</html>", ScopeState.Failed)]
    [InlineData(200, "", ScopeState.Failed)]
    [InlineData(200, """{"error":{"code":500,"message":"no"}}""", ScopeState.Failed)]
    public async Task Collect_ListIsRefusedOrBreaks_IsNeverEmpty(int status, string body, ScopeState expected)
    {
        await using var server = PlacesServer.Of(target => IsOfTheHierarchy(target) ? Reply.Json("{}") : Reply.Json(body, status));

        var collected = await CollectAsync(server);

        Assert.Empty(collected.Names);
        AssertEachIs(expected, collected, s_lists);
    }

    /// <param name="property">What the catalog knows it by; how many lists have it is in their tests.</param>
    /// <param name="value">What it says of the place PLACE.</param>
    [Theory]
    [InlineData("warning", """{"code":"UNREACHABLE","message":"m"}""")]
    [InlineData("warnings", """[{"code":"REGION_UNREACHABLE","message":"m","region":"PLACE"}]""")]
    [InlineData("unreachable", """["projects/p1/locations/PLACE"]""")]
    [InlineData("unreachables", """["regions/PLACE"]""")]
    [InlineData("missingZones", """["PLACE"]""")]
    public async Task Collect_AnswerSaysThatSomethingIsMissing_IsPartial(string property, string value)
    {
        await using var server = PlacesServer.Of(target =>
        {
            var place = target.Contains("l-1", StringComparison.Ordinal) ? "l-1" : "l-2";
            return IsOfTheHierarchy(target) ? Reply.Json("{}") : Reply.Json($$"""{"{{property}}":{{value.Replace("PLACE", place, StringComparison.Ordinal)}}}""");
        });

        var collected = await CollectAsync(server);

        var known = s_lists.Where(entry => entry.PartialFailures!.Contains(property)).ToList();
        Assert.NotEmpty(known);
        AssertEachIs(ScopeState.Partial, collected, known);
    }

    /// <summary>What stands in the folder: nothing, so that it is asked for its own lists alone.</summary>
    private static bool IsOfTheHierarchy(string target) => PlacesServer.PathOf(target) is "/v3/projects" or "/v3/folders";

    private static Task<Collected> CollectAsync(ScriptedHttpServer server) => Collected.FromAsync(server, "*", selection =>
    {
        selection.Folders = ["1"];
        selection.ExcludedTypes = ["compute.regions", "compute.zones"];
    });

    private static void AssertEachIs(ScopeState expected, Collected collected, IEnumerable<CatalogEntry> lists)
    {
        var types = collected.Summary.Types.ToDictionary(type => type.Collection, StringComparer.Ordinal);
        Assert.All(lists, entry => Assert.All(Enum.GetValues<ScopeState>(), state =>
            Assert.True((types[entry.FullName].Scopes(state) > 0) == (state == expected), $"{entry.FullName}: {types[entry.FullName].Scopes(state)} scopes are {state}")));
        var named = collected.Errors.Select(error => error.Collection).ToHashSet(StringComparer.Ordinal);
        Assert.Equal([], lists.Select(entry => entry.FullName).Where(name => !named.Contains(name)));
    }
}
