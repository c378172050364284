using System.Text.Json;
using Inventory.Memory.Json;
using Inventory.Memory.Tests.Shared;

namespace Inventory.Memory.Tests.Json;

/// <summary>Answers that Google's APIs really gave, against System.Text.Json's own document.</summary>
public sealed class RecordedListsTests
{
    private const int Seed = 20_261;

    private static readonly int[] s_chunks = [1, 2, 3, 7, 64, 4096, int.MaxValue];

    [Fact]
    public async Task ReadAsync_EveryRecordedList_GivesTheSameItemsHoweverItIsCut()
    {
        var data = RecordedData.Folder();
        var paths = ItemsPaths(data);
        var files = Directory.GetFiles(Path.Combine(data, "recorded", "lists"), "*.json").Order(StringComparer.Ordinal).ToList();
        Assert.True(files.Count >= 100, $"{files.Count} recorded lists");
        var (items, withItems) = (0L, 0);
        foreach (var file in files)
        {
            var body = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            var count = await CheckAsync(Path.GetFileName(file), body, paths);
            items += count;
            withItems += count > 0 ? 1 : 0;
        }

        TestContext.Current.SendDiagnosticMessage("{0} bodies, {1} of them with items, {2} items", files.Count, withItems, items);
        Assert.True(withItems > files.Count / 2, $"only {withItems} of {files.Count} bodies had items");
    }

    private static async Task<int> CheckAsync(string name, byte[] body, IReadOnlyDictionary<string, string> paths)
    {
        using var document = JsonDocument.Parse(body);
        var known = paths.Where(pair => name.StartsWith(pair.Key + ".", StringComparison.Ordinal)).Select(pair => pair.Value).ToList();
        var path = known.Find(path => Find(document.RootElement, path).Count > 0)
            ?? FindPath(document.RootElement) ?? known.FirstOrDefault() ?? "items";
        var expected = Find(document.RootElement, path);
        var random = new Random(Seed);
        var cuts = s_chunks.Select(size => (Func<int>)(() => size)).Append(() => random.Next(1, 200)).Append(() => random.Next(1, 20_000));
        var reader = new JsonItemReader(new JsonListShape(path) { Fields = ["name"] });
        var unvalidated = new JsonItemReader(new JsonListShape(path) { Fields = ["name"] }, new JsonItemReaderOptions { ValidateItems = false });
        foreach (var cut in cuts)
        {
            var found = await ReadItems.FromAsync(reader, new CutStream(body, cut));
            var ends = await ReadItems.FromAsync(unvalidated, new CutStream(body, cut));
            Assert.True(found.Failure is null, $"{name}: {found.Failure?.Message}");
            Assert.Equal(found.Log, ends.Log);
            Assert.True(expected.SequenceEqual(found.Items), $"{name}: {found.Items.Count} of {expected.Count} items of '{path}', or others");
        }

        return expected.Count;
    }

    private static List<string> Find(JsonElement root, string path)
    {
        IEnumerable<JsonElement> level = [root];
        foreach (var part in path.Split('/'))
        {
            level = level.Where(element => element.ValueKind == JsonValueKind.Object).SelectMany(element => element
                .EnumerateObject()
                .Where(property => part == "*" || property.NameEquals(part))
                .Select(property => property.Value));
        }

        return [.. level.Where(element => element.ValueKind == JsonValueKind.Array).SelectMany(array => array.EnumerateArray()).Select(item => item.GetRawText())];
    }

    /// <summary>The first array of objects, or map of scopes with one.</summary>
    private static string? FindPath(JsonElement root)
    {
        foreach (var property in root.EnumerateObject())
        {
            if (IsArrayOfObjects(property.Value))
            {
                return property.Name;
            }

            var inner = property.Value.ValueKind == JsonValueKind.Object
                ? property.Value.EnumerateObject().Where(scope => scope.Value.ValueKind == JsonValueKind.Object).SelectMany(scope => scope.Value.EnumerateObject())
                : [];
            foreach (var scoped in inner.Where(scoped => IsArrayOfObjects(scoped.Value)))
            {
                return $"{property.Name}/*/{scoped.Name}";
            }
        }

        return null;
    }

    private static bool IsArrayOfObjects(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().FirstOrDefault().ValueKind == JsonValueKind.Object;

    /// <summary>From the method that a file's name begins with to the path of its items.</summary>
    private static Dictionary<string, string> ItemsPaths(string data)
    {
        var lines = File.ReadAllLines(Path.Combine(data, "list-methods.tsv"));
        var names = lines[0].Split('\t').ToList();
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var cells in lines.Skip(1).Select(line => line.Split('\t')))
        {
            string Cell(string name) => cells[names.IndexOf(name)];
            if (Cell("items_property").Length > 0)
            {
                // Recorded names leave out projects, locations and the like: compute.disks.list, cloudkms.keyRings.list.
                var method = Cell("method_id").Replace(".projects.", ".", StringComparison.Ordinal).Replace(".locations.", ".", StringComparison.Ordinal);
                paths.TryAdd(method, Cell("items_shape") == "map" && Cell("map_inner_property").Length > 0 ? $"{Cell("items_property")}/*/{Cell("map_inner_property")}" : Cell("items_property"));
            }
        }

        return paths;
    }
}
