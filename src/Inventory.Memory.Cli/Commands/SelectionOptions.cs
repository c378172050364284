using System.CommandLine;
using Inventory.Memory.Cli.Values;

namespace Inventory.Memory.Cli.Commands;

/// <summary>The options that say what of the catalog is collected, beside types and places.</summary>
internal static class SelectionOptions
{
    private static readonly Option<string[]> s_include = Several("--include", "GLOB", "The same as --type: types or groups, such as Networking or CloudRun.");
    private static readonly Option<string[]> s_exclude = Several("--exclude", "GLOB", "Leave these types or groups out again.");
    private static readonly Option<string[]> s_labels = Several("--label", "KEY[=VALUE]", "Only resources with these labels; what belongs to a resource comes with it.");
    private static readonly Option<string?> s_filter = new("--filter") { HelpName = "EXPR", Description = "A filter in the API's own language, passed on. Ask only for types whose API filters." };
    private static readonly Option<bool> s_noChildren = new("--no-children") { Description = "Leave out what is listed once for each resource, such as a bucket's policy.", Arity = ArgumentArity.Zero };
    /// <summary>Also of <c>inventory types</c>, which so checks a file.</summary>
    public static readonly Option<string?> Catalog = CollectOptions.FilePath("--catalog", "FILE", "More APIs to collect from: a JSON file in the form of the catalog's own.");

    public static IEnumerable<Option> All => [s_include, s_exclude, s_labels, s_filter, s_noChildren, Catalog];

    public static SelectionSettings Read(ParseResult parsed) => new()
    {
        Included = ListText.Split(parsed.GetValue(s_include)),
        Excluded = ListText.Split(parsed.GetValue(s_exclude)),
        Labels = ListText.Split(parsed.GetValue(s_labels)),
        Filter = parsed.GetValue(s_filter),
        Children = !parsed.GetValue(s_noChildren),
        CatalogFile = parsed.GetValue(Catalog),
    };

    private static Option<string[]> Several(string name, string help, string description) => new(name)
    {
        HelpName = help,
        Description = description,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };
}
