namespace Inventory.Memory.GoogleCloud.Tests.Support;

/// <summary>A scripted server that knows two regions with a zone each; the script answers the lists of everything else.</summary>
internal static class PlacesServer
{
    public static ScriptedHttpServer Of(Func<string, Reply> lists) => new(target => PathOf(target).Split('/')[^1] switch
    {
        "regions" => Reply.Json("""{"items":[{"name":"l-1"},{"name":"l-2"}]}"""),
        "zones" => Reply.Json("""{"items":[{"name":"l-1-a"},{"name":"l-2-a"}]}"""),
        "locations" => Reply.Json("""{"locations":[{"locationId":"l-1"},{"locationId":"l-2"}]}"""),
        _ => lists(target),
    });

    public static string PathOf(string target) => target.Split('?')[0];

    /// <summary>The paths that were asked for, without those of the places.</summary>
    public static IEnumerable<string> Lists(this ScriptedHttpServer server) =>
        server.Targets.Select(PathOf).Where(path => path.Split('/')[^1] is not ("regions" or "zones" or "locations"));
}
