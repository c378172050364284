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
        var isEmpty = true;
        await foreach (var result in ManifestReader.ReadAsync(file, cancellationToken).ConfigureAwait(false))
        {
            isEmpty = false;
            yield return result;
        }

        if (isEmpty)
        {
            throw HoldsNothing(path);
        }
    }

    /// <summary>A run writes a line for each scope, so it is not that nothing is missing.</summary>
    public static CommandFailedException HoldsNothing(string path) =>
        CommandFailedException.Usage($"--retry-incomplete '{path}' is empty: it holds no scope. Give the file that --manifest wrote.");

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
