using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Inventory.Memory.GoogleCloud.Emulator.Platform;

/// <summary>A page token that is the number of what comes next.</summary>
internal static class OffsetToken
{
    public static string Make(long offset) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"offset:{offset}")));

    /// <summary>0 for an empty token; null for one that was not made here.</summary>
    public static long? Read(string token)
    {
        if (token.Length == 0)
        {
            return 0;
        }

        return Base64Url.IsValid(token)
            && Encoding.ASCII.GetString(Base64Url.DecodeFromChars(token)) is ['o', 'f', 'f', 's', 'e', 't', ':', .. var number]
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
                ? offset
                : null;
    }
}
