using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Inventory.Memory.Cli.Values;

namespace Inventory.Memory.Cli.Commands;

/// <summary>The options that say which projects there are, and who is asked.</summary>
internal static class ProjectOptions
{
    /// <summary>What an emulated organisation has as its id.</summary>
    private const string EmulatedOrganization = "100000000000";

    private const int MaxEmulatedProjects = 99_999;

    private static readonly Option<string[]> s_organizations = Several("--organization", "ID", "Organizations to collect: what they and their folders have, and all projects in them. Numbers.");
    private static readonly Option<string[]> s_folders = Several("--folder", "ID", "Folders to collect: what they and the folders below have, and all projects in them. Numbers.");
    private static readonly Option<bool> s_all = Flag("--all-projects", "Find every project, folder and organization that the caller may see.");
    private static readonly Option<string[]> s_labels = Several("--project-label", "KEY[=VALUE]", "Only found projects with these labels.");
    private static readonly Option<string[]> s_states = Several("--project-state", "STATE", "Only found projects in these states: ACTIVE (the default), DELETE_REQUESTED.");
    private static readonly Option<bool> s_checkEnabled = Flag("--check-enabled", "Ask Service Usage once per project which APIs are enabled, instead of being refused by each list.");
    private static readonly Option<InventorySource?> s_source = new("--source")
    {
        HelpName = "apis|asset-inventory",
        Description = "Who is asked: each service's own lists, or Cloud Asset Inventory, which has one list for all. Default: apis.",
        CustomParser = ParseSource,
    };

    private static readonly Option<int?> s_emulated = new("--emulate-projects")
    {
        HelpName = "N",
        Description = "With --emulate: an organization of N projects in folders, all of them collected unless others are named.",
        CustomParser = ParseCount,
    };

    public static IEnumerable<Option> All => [s_organizations, s_folders, s_all, s_labels, s_states, s_checkEnabled, s_source, s_emulated];

    public static ProjectSettings Read(ParseResult parsed, bool namesProjects)
    {
        var settings = new ProjectSettings
        {
            Organizations = ListText.Split(parsed.GetValue(s_organizations)),
            Folders = ListText.Split(parsed.GetValue(s_folders)),
            All = parsed.GetValue(s_all),
            Labels = ListText.Split(parsed.GetValue(s_labels)),
            States = ListText.Split(parsed.GetValue(s_states)),
            CheckEnabled = parsed.GetValue(s_checkEnabled),
            Source = parsed.GetValue(s_source) ?? InventorySource.Apis,
            Emulated = EmulatedProjects(parsed),
        };
        return settings.FindAny || namesProjects || EmulatedProjects(parsed) is null ? settings : new ProjectSettings
        {
            Organizations = [EmulatedOrganization],
            Labels = settings.Labels,
            States = settings.States,
            CheckEnabled = settings.CheckEnabled,
            Source = settings.Source,
            Emulated = settings.Emulated,
        };
    }

    /// <summary>How many projects the emulator is to have; null: any.</summary>
    public static int? EmulatedProjects(ParseResult parsed) => parsed.GetValue(s_emulated);

    private static InventorySource? ParseSource(ArgumentResult result)
    {
        var source = result.Tokens[0].Value switch
        {
            "apis" => InventorySource.Apis,
            "asset-inventory" => InventorySource.AssetInventory,
            _ => (InventorySource?)null,
        };
        if (source is null)
        {
            result.AddError($"--source is '{result.Tokens[0].Value}'; write apis or asset-inventory.");
        }

        return source;
    }

    private static int? ParseCount(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= MaxEmulatedProjects)
        {
            return count;
        }

        result.AddError($"--emulate-projects is '{result.Tokens[0].Value}'; write a number from 1 to {MaxEmulatedProjects}.");
        return null;
    }

    private static Option<string[]> Several(string name, string help, string description) => new(name)
    {
        HelpName = help,
        Description = description,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    private static Option<bool> Flag(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.Zero };
}
