namespace Inventory.Memory.GoogleCloud.Credentials;

/// <summary>Rules for a token, whatever its source. The token itself never stands in a message.</summary>
internal static class AccessToken
{
    public static string Check(string? token, string origin)
    {
        var trimmed = token?.Trim() ?? "";
        return trimmed.Length > 0 && trimmed.All(character => character is > ' ' and <= '~')
            ? trimmed
            : throw new FormatException($"The access token from {origin} is {(trimmed.Length == 0 ? "empty" : "not one line of printable characters")}.");
    }
}
