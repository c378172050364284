using Inventory.Memory.GoogleCloud;
using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.Cli.Commands;

/// <summary>What of the catalog is collected, beside types and places.</summary>
internal sealed class SelectionSettings
{
    public IReadOnlyList<string> Included { get; init; } = [];

    public IReadOnlyList<string> Excluded { get; init; } = [];

    public IReadOnlyList<string> Labels { get; init; } = [];

    public string? Filter { get; init; }

    public bool Children { get; init; } = true;

    public string? CatalogFile { get; init; }

    public void ApplyTo(GoogleCloudSelection selection)
    {
        selection.Types = [.. selection.Types, .. Included];
        selection.ExcludedTypes = Excluded;
        selection.Labels = Labels;
        selection.Filter = Filter;
        selection.Children = Children;
    }

    /// <exception cref="CommandFailedException">The catalog file cannot be used.</exception>
    public GoogleCatalog Catalog => field ??= OpenCatalog();

    private GoogleCatalog OpenCatalog()
    {
        try
        {
            return CatalogFile is null ? GoogleCatalog.Default : GoogleCatalog.Default.WithFile(CatalogFile);
        }
        catch (Exception failure) when (failure is CatalogFormatException or IOException or UnauthorizedAccessException)
        {
            throw CommandFailedException.Usage($"--catalog cannot be used: {failure.Message}", failure);
        }
    }
}
