namespace Inventory.Memory.GoogleCloud.Redaction;

/// <summary>Whether text names a password, or looks like a token: for arguments, scripts and substitutions.</summary>
internal static class SuspiciousText
{
    /// <summary>In lower case; looked for in any case, anywhere.</summary>
    private static readonly byte[][] s_words =
    [
        "passw"u8.ToArray(), "pwd"u8.ToArray(), "secret"u8.ToArray(), "token"u8.ToArray(), "credential"u8.ToArray(), "private"u8.ToArray(),
        "apikey"u8.ToArray(), "api_key"u8.ToArray(), "api-key"u8.ToArray(), "access_key"u8.ToArray(), "access-key"u8.ToArray(), "accesskey"u8.ToArray(),
        "bearer"u8.ToArray(), "authorization"u8.ToArray(), "-----begin"u8.ToArray(),
        "ya29."u8.ToArray(), "eyjh"u8.ToArray(), "akia"u8.ToArray(), "aiza"u8.ToArray(), "ghp_"u8.ToArray(), "github_pat_"u8.ToArray(), "glpat-"u8.ToArray(), "xoxb-"u8.ToArray(),
    ];

    /// <param name="text">The inside of a JSON string.</param>
    public static bool IsIt(ReadOnlySpan<byte> text)
    {
        for (var start = 0; start < text.Length; start++)
        {
            foreach (var word in s_words)
            {
                if (StartsWith(text[start..], word))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether an argument is an option whose value, a secret, comes as the next one: <c>--password</c>.</summary>
    public static bool AnnouncesOne(ReadOnlySpan<byte> argument) =>
        argument.Length > 1 && argument[0] == (byte)'-' && !argument.Contains((byte)'=') && IsIt(argument);

    private static bool StartsWith(ReadOnlySpan<byte> text, byte[] word)
    {
        if (text.Length < word.Length)
        {
            return false;
        }

        for (var i = 0; i < word.Length; i++)
        {
            var letter = text[i];
            if ((letter is >= (byte)'A' and <= (byte)'Z' ? letter | 0x20 : letter) != word[i])
            {
                return false;
            }
        }

        return true;
    }
}
