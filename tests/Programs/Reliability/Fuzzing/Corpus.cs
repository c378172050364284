using System.Text.Json;
using Inventory.Memory.Checkpoints;

namespace Inventory.Memory.Reliability.Fuzzing;

/// <summary>What is mutated: the repository's own few bodies, and recorded answers where there are some.</summary>
internal sealed class Corpus
{
    /// <summary>Larger recorded lists bring nothing that smaller ones do not, and take longer.</summary>
    private const int MaxBodyBytes = 48 * 1024;

    private Corpus(params IReadOnlyList<string> folders)
    {
        Lists = [.. Bodies(folders, "lists").Select(body => (body, ItemsPath(body)))];
        Errors = [.. Bodies(folders, "errors")];
        Checkpoints = [.. Bodies(folders, "checkpoints").Select(bytes => CheckpointSeal.Content(bytes))];
    }

    public static string OwnFolder { get; } = Path.Combine(AppContext.BaseDirectory, "Corpus");

    /// <summary>Lists, and where each has its items.</summary>
    public IReadOnlyList<(byte[] Body, string Path)> Lists { get; }

    public IReadOnlyList<byte[]> Errors { get; }

    /// <summary>Contents of checkpoints, without their checksums.</summary>
    public IReadOnlyList<byte[]> Checkpoints { get; }

    /// <param name="recorded">The folder of recorded answers; null: there are none.</param>
    public static Corpus Read(string? recorded) => recorded is null ? new(OwnFolder) : new(OwnFolder, recorded);

    private static IEnumerable<byte[]> Bodies(IReadOnlyList<string> folders, string kind) => folders
        .Select(folder => Path.Combine(folder, kind))
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        .Where(file => !file.EndsWith(".headers.json", StringComparison.Ordinal) && new FileInfo(file).Length <= MaxBodyBytes)
        .Select(File.ReadAllBytes);

    /// <summary>Where a list has its items: its first array, or the arrays of its map.</summary>
    private static string ItemsPath(byte[] body)
    {
        using var document = JsonDocument.Parse(body.AsMemory(body.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0));
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            return "items";
        }

        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (property.NameEquals("items") && property.Value.ValueKind == JsonValueKind.Object)
            {
                var lists = property.Value.EnumerateObject().SelectMany(place => place.Value.EnumerateObject()).Where(list => list.Value.ValueKind == JsonValueKind.Array);
                return lists.Select(list => $"items/*/{list.Name}").FirstOrDefault("items");
            }

            if (property.Value.ValueKind == JsonValueKind.Array && !property.Name.StartsWith("unreachable", StringComparison.Ordinal))
            {
                return property.Name;
            }
        }

        return "items";
    }
}
