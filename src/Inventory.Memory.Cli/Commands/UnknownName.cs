using System.CommandLine;

namespace Inventory.Memory.Cli.Commands;

/// <summary>
/// Finds the option or command that there is not. The parser takes an unknown option for another value of the option
/// before it where that takes several, so that <c>-t x --store y</c> would be about three types.
/// </summary>
internal static class UnknownName
{
    /// <summary>What is behind it is no option, whatever it looks like.</summary>
    private const string EndOfOptions = "--";

    /// <summary>Names that no option may have are too long to be a slip of one.</summary>
    private const int MaxLength = 64;

    /// <returns>A sentence with the name and what may have been meant; null: every name is known.</returns>
    public static string? Find(IReadOnlyList<string> arguments, ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command is RootCommand && arguments is [var word, ..] && !word.StartsWith('-'))
        {
            return $"'{word}' is no command{Meant(word, command.Subcommands.Select(known => known.Name))}";
        }

        var options = command.Options.Concat(parsed.RootCommandResult.Command.Options).ToList();
        var names = options.SelectMany(option => option.Aliases.Prepend(option.Name)).ToHashSet(StringComparer.Ordinal);
        return arguments.TakeWhile(argument => argument != EndOfOptions).Where(IsOption)
            .Select(argument => argument.Split('=', ':')[0]).FirstOrDefault(name => !names.Contains(name)) is { } unknown
            ? $"'{unknown}' is no option{Meant(unknown, options.Select(option => option.Name))}"
            : null;
    }

    /// <summary>With one dash it may be a value: a number, or a filter that negates.</summary>
    private static bool IsOption(string argument) => argument.StartsWith(EndOfOptions, StringComparison.Ordinal);

    private static string Meant(string written, IEnumerable<string> names) =>
        written.Length <= MaxLength && NearestName.Find(written, names) is { } name ? $"; did you mean '{name}'?" : ".";
}
