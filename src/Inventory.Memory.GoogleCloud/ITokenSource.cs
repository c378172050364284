namespace Inventory.Memory.GoogleCloud;

/// <summary>Where access tokens come from. Implementations must be safe for concurrent use.</summary>
/// <remarks>Tokens are sent over TLS or to loopback only, and never logged.</remarks>
public interface ITokenSource
{
    /// <summary>Gives a token that is good now.</summary>
    /// <param name="rejected">A token that a server has just refused: answer another one if there is one. Null as a rule.</param>
    /// <param name="cancellationToken">To be obeyed at once.</param>
    /// <returns>The token, without the word <c>Bearer</c>; null to send none.</returns>
    /// <exception cref="Sources.ScopeFailedException">There is no token to be had; the message says what to do.</exception>
    ValueTask<string?> GetTokenAsync(string? rejected, CancellationToken cancellationToken);
}
