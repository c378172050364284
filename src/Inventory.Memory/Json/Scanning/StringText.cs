namespace Inventory.Memory.Json.Scanning;

/// <summary>Strings as they stand in JSON.</summary>
internal static class StringText
{
    /// <summary>The length of the string that the text begins with, quotes included.</summary>
    /// <param name="json">Begins with a quote, and has the one that ends the string.</param>
    public static int Length(ReadOnlySpan<byte> json)
    {
        var end = 1;
        while (true)
        {
            end += json[end..].IndexOfAny((byte)'"', (byte)'\\');
            if (json[end] == '"')
            {
                return end + 1;
            }

            end += 2;
        }
    }
}
