using System.Globalization;
using Inventory.Memory.GoogleCloud.Emulator.Estates;

namespace Inventory.Memory.GoogleCloud.Emulator.Credentials;

/// <summary>Makes access tokens that carry their own end, so that none has to be remembered. Safe for any number of threads.</summary>
internal sealed class TokenMint(TimeSpan lifetime, TimeProvider time)
{
    private const string Prefix = "ya29.emulated";
    private long _issued;

    public TimeSpan Lifetime => lifetime;

    public long Issued => Interlocked.Read(ref _issued);

    public DateTimeOffset NextExpiry => time.GetUtcNow() + lifetime;

    /// <summary>Makes a token.</summary>
    /// <param name="kind">How it was come by, such as <c>user</c>; a part of the token.</param>
    public string Issue(string kind)
    {
        var number = Interlocked.Increment(ref _issued);
        var body = string.Create(CultureInfo.InvariantCulture, $"{Prefix}.{kind}.{number}.{NextExpiry.ToUnixTimeMilliseconds()}");
        return $"{body}.{Seal(body)}";
    }

    /// <summary>Whether the token was made here and has not ended.</summary>
    public bool IsGood(string token)
    {
        var seal = token.LastIndexOf('.');
        if (seal < 0 || token[(seal + 1)..] != Seal(token[..seal]))
        {
            return false;
        }

        var end = token.AsSpan(0, seal);
        end = end[(end.LastIndexOf('.') + 1)..];
        return long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var expiry)
            && time.GetUtcNow().ToUnixTimeMilliseconds() < expiry;
    }

    private static string Seal(string body) => Mixer.Hash(body).ToString("x16", CultureInfo.InvariantCulture);
}
