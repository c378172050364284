using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Credentials;

/// <summary>A file that something else keeps fresh. Looked at before each request, read when it has changed.</summary>
internal sealed class FileTokenSource : ITokenSource
{
    /// <summary>Longer than any token.</summary>
    private const int MaxBytes = 64 * 1024;

    private readonly string _path;
    private readonly Lock _lock = new();
    private string? _token;
    private DateTime _written;

    public FileTokenSource(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = path;
    }

    public ValueTask<string?> GetTokenAsync(string? rejected, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new(ReadLocked(rejected));
        }
    }

    public override string ToString() => $"the file '{_path}'";

    private string ReadLocked(string? rejected)
    {
        try
        {
            var written = File.GetLastWriteTimeUtc(_path);
            if (_token is null || written != _written || _token == rejected)
            {
                if (new FileInfo(_path).Length > MaxBytes)
                {
                    throw new FormatException($"The file '{_path}' is too large for an access token.");
                }

                _token = AccessToken.Check(File.ReadAllText(_path), ToString());
                _written = written;
            }

            return _token;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new ScopeFailedException(
                ScopeState.Failed, RenewingTokenSource.NoCredentials, $"No access token could be read from {this}: {failure.Message} Write one there, or name another file.", failure);
        }
    }
}
