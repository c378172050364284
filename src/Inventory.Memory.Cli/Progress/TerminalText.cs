using System.Globalization;

namespace Inventory.Memory.Cli.Progress;

/// <summary>Text that may come from an API, made safe for a terminal: nothing in it moves the cursor or changes its direction.</summary>
internal static class TerminalText
{
    public static string Clean(string text) => text.AsSpan().ContainsAnyExcept(_plain)
        ? string.Create(text.Length, text, static (clean, text) =>
        {
            for (var i = 0; i < clean.Length; i++)
            {
                clean[i] = IsSafe(text[i]) ? text[i] : ' ';
            }
        })
        : text;

    private static readonly System.Buffers.SearchValues<char> _plain =
        System.Buffers.SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code)]);

    private static bool IsSafe(char character) => CharUnicodeInfo.GetUnicodeCategory(character) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
