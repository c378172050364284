namespace Inventory.Memory.GoogleCloud.Http;

/// <summary>
/// The project that an answer is about: whose API is not enabled, whose billing is off. It need not be the project that is
/// listed: mostly it is the one that the credentials or the quota belong to.
/// </summary>
internal static class ConsumerName
{
    /// <summary>Ids have at most 30 characters, with the domain of an old one before them some more.</summary>
    private const int MaxLength = 100;

    /// <summary>Shorter than any id: a word of the message.</summary>
    private const int MinIdLength = 6;

    private static readonly string[] s_prefixes = ["projects/", "project_number:", "project:"];

    /// <summary>What the message says before the project: "has not been used in project 42 before", "for consumer 'project_number:42'".</summary>
    private static readonly string[] s_before = ["in project ", "on project ", "for project ", "for consumer "];

    /// <summary>
    /// The projects that the client ids of gcloud, of its application default credentials and of Cloud Shell belong to. Nobody
    /// else can enable an API there, and nobody collects them.
    /// </summary>
    private static readonly string[] s_gcloud = ["32555940559", "764086051850", "618104708054"];

    /// <summary>The number or the id of <c>projects/42</c>, <c>project_number:42</c>, <c>project:my-project</c> or of itself; null where it is none.</summary>
    public static string? Parse(string text)
    {
        var prefix = Array.Find(s_prefixes, prefix => text.StartsWith(prefix, StringComparison.Ordinal)) ?? "";
        var name = text[prefix.Length..];
        return name.Length is > 0 and <= MaxLength && name.All(IsOfName) ? name : null;
    }

    /// <summary>The project that a message names; null where it names none.</summary>
    public static string? InMessage(string? message)
    {
        foreach (var before in s_before)
        {
            if (message is not null && message.IndexOf(before, StringComparison.Ordinal) is >= 0 and var at)
            {
                var rest = message.AsSpan(at + before.Length).TrimStart("'\"[#");
                var length = 0;
                while (length < rest.Length && (IsOfName(rest[length]) || rest[length] is '/' or '_'))
                {
                    length++;
                }

                if (Parse(rest[..length].TrimEnd(".:").ToString()) is { } name && (IsNumber(name) || name.Length >= MinIdLength))
                {
                    return name;
                }
            }
        }

        return null;
    }

    public static bool IsNumber(string name) => name.All(char.IsAsciiDigit);

    /// <summary>Whether it is one of gcloud's own projects.</summary>
    public static bool IsOfGcloud(string? name) => s_gcloud.Contains(name, StringComparer.Ordinal);

    private static bool IsOfName(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or ':';
}
