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

        // Loops, not queries: this runs at every start, and the code of a few queries takes more memory than all that they look at.
        foreach (var argument in arguments)
        {
            if (argument == EndOfOptions)
            {
                break;
            }

            if (IsOption(argument) && !IsKnown(argument, command) && !IsKnown(argument, parsed.RootCommandResult.Command))
            {
                var unknown = argument.Split('=', ':')[0];
                var names = command.Options.Concat(parsed.RootCommandResult.Command.Options).Select(option => option.Name);
                return $"'{unknown}' is no option{Meant(unknown, names)}";
            }
        }

        return null;
    }

    private static bool IsKnown(string argument, Command command)
    {
        var end = argument.AsSpan().IndexOfAny('=', ':');
        var name = end < 0 ? argument.AsSpan() : argument.AsSpan(0, end);
        foreach (var option in command.Options)
        {
            if (name.SequenceEqual(option.Name) || HasAlias(option, name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasAlias(Option option, ReadOnlySpan<char> name)
    {
        foreach (var alias in option.Aliases)
        {
            if (name.SequenceEqual(alias))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>With one dash it may be a value: a number, or a filter that negates.</summary>
    private static bool IsOption(string argument) => argument.StartsWith(EndOfOptions, StringComparison.Ordinal);

    private static string Meant(string written, IEnumerable<string> names) =>
        written.Length <= MaxLength && NearestName.Find(written, names) is { } name ? $"; did you mean '{name}'?" : ".";
}
