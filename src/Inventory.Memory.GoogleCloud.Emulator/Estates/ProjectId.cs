namespace Inventory.Memory.GoogleCloud.Emulator.Estates;

/// <summary>Tells project ids from placeholders such as <c>${projectId}</c> and <c>PROJECT_ID</c>.</summary>
internal static class ProjectId
{
    private const int MaxLength = 128;

    /// <summary>Lower-case letters, digits and hyphens, with an optional domain before a colon, or a number.</summary>
    /// <remarks>Length is not held to Google's 6 to 30: recorded estates have longer, edited names.</remarks>
    public static bool IsValid(string text) =>
        text.Length is > 0 and <= MaxLength
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.' or ':')
        && char.IsAsciiLetterOrDigit(text[0])
        && char.IsAsciiLetterOrDigit(text[^1]);
}
