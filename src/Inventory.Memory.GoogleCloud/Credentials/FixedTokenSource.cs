namespace Inventory.Memory.GoogleCloud.Credentials;

/// <summary>One token for ever.</summary>
internal sealed class FixedTokenSource : ITokenSource
{
    private readonly string _token;
    private readonly string _origin;

    public FixedTokenSource(string token, string origin)
    {
        _token = AccessToken.Check(token, origin);
        _origin = origin;
    }

    public ValueTask<string?> GetTokenAsync(string? rejected, CancellationToken cancellationToken) => new(_token);

    public override string ToString() => _origin;
}
