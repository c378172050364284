namespace Inventory.Memory;

/// <summary>Bounds of texts that come from outside and are kept until a run ends: a summary holds a thousand of each.</summary>
internal static class BoundedText
{
    /// <summary>Of a reason; the longest of Google's has 60 characters.</summary>
    public const int MaxWordLength = 128;

    /// <summary>Of a location, a scope, or an asset type; the longest of Google's has 80 characters.</summary>
    public const int MaxPlaceLength = 512;

    /// <summary>The text, or its beginning with a sign that something was cut.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        // Never between the halves of one character.
        var length = char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1;
        return string.Concat(text.AsSpan(0, length), "…");
    }

    /// <inheritdoc cref="Cut"/>
    public static string? CutOptional(string? text, int most) => text is null ? null : Cut(text, most);
}
