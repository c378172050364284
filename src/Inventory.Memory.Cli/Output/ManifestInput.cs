using System.Runtime.CompilerServices;
using Inventory.Memory.Manifests;

namespace Inventory.Memory.Cli.Output;

/// <summary>The manifest of an earlier run, read as the run goes on.</summary>
internal static class ManifestInput
{
    /// <exception cref="CommandFailedException">While enumerating: the file cannot be read.</exception>
    public static async IAsyncEnumerable<ScopeResult> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var file = Open(path);
        await foreach (var result in ManifestReader.ReadAsync(file, cancellationToken).ConfigureAwait(false))
        {
            yield return result;
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw CommandFailedException.Usage($"--retry-incomplete '{path}' cannot be read: {failure.Message}", failure);
        }
    }
}
