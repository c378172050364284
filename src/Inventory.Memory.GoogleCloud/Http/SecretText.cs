namespace Inventory.Memory.GoogleCloud.Http;

/// <summary>
/// Takes secrets out of text that came from outside, before it is kept: those that were sent from here, and what looks like
/// a token. A server may answer with anything that it was sent.
/// </summary>
/// <remarks>Safe for concurrent use.</remarks>
internal static class SecretText
{
    public const string Mask = "[secret]";

    /// <summary>A run uses a few; long-lived processes renew them each hour.</summary>
    private const int MaxKept = 64;

    /// <summary>Shorter ones could be any word.</summary>
    private const int LeastLength = 8;

    /// <summary>
    /// How Google's tokens, refresh tokens, client secrets, API keys and every JSON web token begin, and what stands before the
    /// token of an Authorization header.
    /// </summary>
    private static readonly string[] s_beginnings = ["Bearer ", "Bearer%20", "ya29.", "eyJ", "1//", "GOCSPX-", "AIza"];

    /// <summary>After such a beginning, so many characters of a token must follow: <c>eyJ</c> alone is no secret.</summary>
    private const int LeastRest = 16;

    private static readonly Lock s_lock = new();
    private static string[] s_kept = [];

    public static void Keep(string secret)
    {
        if (secret.Length < LeastLength || s_kept.Contains(secret, StringComparer.Ordinal))
        {
            return;
        }

        var escaped = Uri.EscapeDataString(secret);
        lock (s_lock)
        {
            string[] added = escaped == secret ? [secret] : [secret, escaped];
            s_kept = [.. added, .. s_kept.Except(added, StringComparer.Ordinal).Take(MaxKept - added.Length)];
        }
    }

    public static bool IsIn(string text) => !ReferenceEquals(Remove(text), text);

    /// <returns>The same string where there is nothing to take out.</returns>
    public static string Remove(string text)
    {
        foreach (var secret in s_kept)
        {
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
            text = WithoutCutSecret(text, secret);
        }

        foreach (var beginning in s_beginnings)
        {
            text = WithoutLookAlikes(text, beginning);
        }

        return WithoutPrivateKey(text);
    }

    /// <summary>An answer that was cut may end in the middle of a secret.</summary>
    private static string WithoutCutSecret(string text, string secret)
    {
        for (var length = Math.Min(secret.Length - 1, text.Length); length >= LeastLength; length--)
        {
            if (text.AsSpan(text.Length - length).SequenceEqual(secret.AsSpan(0, length)))
            {
                return $"{text.AsSpan(0, text.Length - length)}{Mask}";
            }
        }

        return text;
    }

    private static string WithoutLookAlikes(string text, string beginning)
    {
        // A name in the middle of a word is no beginning: "keyJoin" has the letters of a JSON web token.
        for (var start = 0; (start = text.IndexOf(beginning, start, StringComparison.OrdinalIgnoreCase)) >= 0;)
        {
            var end = start + beginning.Length;
            while (end < text.Length && IsOfTokens(text[end]))
            {
                end++;
            }

            var isToken = end - start - beginning.Length >= LeastRest && (start == 0 || !char.IsAsciiLetterOrDigit(text[start - 1]));
            text = isToken ? $"{text.AsSpan(0, start)}{Mask}{text.AsSpan(end)}" : text;
            start += isToken ? Mask.Length : beginning.Length;
        }

        return text;
    }

    private static string WithoutPrivateKey(string text)
    {
        var start = text.IndexOf("-----BEGIN", StringComparison.Ordinal);
        return start < 0 || text.IndexOf("PRIVATE", start, StringComparison.Ordinal) < 0 ? text : $"{text.AsSpan(0, start)}{Mask}";
    }

    private static bool IsOfTokens(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '_' or '~' or '+' or '/' or '=' or '%';
}
