using System.CommandLine;
using Inventory.Memory.Cli.Values;

namespace Inventory.Memory.Cli.Commands;

/// <summary>The options that say how answers are read.</summary>
internal static class ReadingOptions
{
    private static readonly Option<Switch?> s_validate = SwitchOption.Create(
        "--validate", "Whether each resource is proved to be valid JSON in UTF-8. off: only where it ends is found. Default: on.");

    public static IEnumerable<Option> All => [s_validate];

    public static bool ReadValidate(ParseResult parsed) => parsed.GetValue(s_validate) != Switch.Off;
}
