using System.Text;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Tests.Sources;

/// <summary>What a write delegate must not make of a resource, and what is said about it.</summary>
public sealed record WrongItem(Action<ResourceItem> Make, string Remedy)
{
    private const string WriteRemedy = "call item.Write";

    private static readonly Dictionary<string, WrongItem> s_kinds = new(StringComparer.Ordinal)
    {
        ["Write forgotten"] = new(static _ => { }, WriteRemedy),
        ["no JSON"] = new(static item => item.Write("not json"), WriteRemedy),
        ["empty text"] = new(static item => item.Write(""), WriteRemedy),
        ["array"] = new(static item => item.Write("[{}]"), WriteRemedy),
        ["null"] = new(static item => item.Write("null"), WriteRemedy),
        ["two values"] = new(static item => item.Write("{} {}"), WriteRemedy),
        ["cut"] = new(static item => item.Write("{\"a\":"), WriteRemedy),
        ["bytes that are no JSON"] = new(static item => item.Json = "{not json}"u8.ToArray(), WriteRemedy),
        ["bytes that are not UTF-8"] = new(static item => item.Json = Encoding.Latin1.GetBytes("{\"a\":\"\u00e9\"}"), "UTF-8"),
        ["a string from a serializer"] = new(static item => item.Write("text", TestJsonContext.Default.String), WriteRemedy),
        ["empty name"] = new(Named(""), "item.SetName"),
        ["name of no bytes"] = new(
            static item =>
            {
                item.Write("{}");
                item.SetName(default, default);
            },
            "item.SetName"),
    };

    public static TheoryData<string> All => [.. s_kinds.Keys];

    public static WrongItem Of(string kind) => s_kinds[kind];

    /// <summary>The first is right, in two lines; the second is not.</summary>
    public static void Write(int number, ResourceItem item, WrongItem wrong)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(wrong);
        item.SetName($"resource/{number}");
        if (number == 0)
        {
            item.Json = "{\"a\":\n1}"u8.ToArray();
            item.IsCompact = true;
            return;
        }

        wrong.Make(item);
    }

    public void AssertFound(TestRun run, string collection)
    {
        ArgumentNullException.ThrowIfNull(run);
        Assert.Equal(["resource/0"], run.Names);
        var error = Assert.Single(run.Errors);
        Assert.Equal((ScopeState.Failed, "invalidItem"), (error.State, error.Reason));
        Assert.Contains(collection, error.Message, StringComparison.Ordinal);
        Assert.Contains(Remedy, error.Message, StringComparison.Ordinal);
    }

    private static Action<ResourceItem> Named(string name) => item =>
    {
        item.Write("{}");
        item.SetName(name);
    };
}
