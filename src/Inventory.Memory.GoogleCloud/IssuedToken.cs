namespace Inventory.Memory.GoogleCloud;

/// <summary>An access token and when it ends. Immutable.</summary>
/// <param name="value">The token, without the word <c>Bearer</c>.</param>
/// <param name="expiresAt">When servers stop taking it; in the past or now where that is unknown, so that it is asked for each time.</param>
public sealed class IssuedToken(string value, DateTimeOffset expiresAt)
{
    /// <summary>The token, without the word <c>Bearer</c>.</summary>
    public string Value => value;

    /// <summary>When servers stop taking it.</summary>
    public DateTimeOffset ExpiresAt => expiresAt;

    /// <summary>When it ends; never the token.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"access token until {expiresAt:u}");
}
