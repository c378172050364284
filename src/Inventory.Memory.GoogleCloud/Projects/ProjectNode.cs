namespace Inventory.Memory.GoogleCloud.Projects;

/// <summary>The name of a folder or an organisation.</summary>
internal static class ProjectNode
{
    /// <summary>A name that an API gave.</summary>
    /// <exception cref="FormatException">It is none, or would change the meaning of an address.</exception>
    public static string Check(string? name) =>
        name?.Split('/') is ["folders" or "organizations", { Length: > 0 } id] && id.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_')
            ? name
            : throw new FormatException("Not the name of a folder or an organization.");

    /// <summary><c>folders/123</c> of <c>123</c> or of itself.</summary>
    /// <param name="text">As given.</param>
    /// <param name="kind"><c>folders</c> or <c>organizations</c>.</param>
    /// <exception cref="ArgumentException">It is no number.</exception>
    public static string Parse(string text, string kind)
    {
        var id = text.StartsWith($"{kind}/", StringComparison.Ordinal) ? text[(kind.Length + 1)..] : text;
        return id.Length > 0 && id.All(char.IsAsciiDigit)
            ? $"{kind}/{id}"
            : throw new ArgumentException($"'{text}' is not the id of one of the {kind}; write its number, such as 123456789012.", (string?)null);
    }
}
