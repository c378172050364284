using System.Globalization;
using System.Text.Json;
using CsCheck;

namespace Inventory.Memory.Reliability.Fuzzing;

/// <summary>Mutations of recorded answers against what reads them.</summary>
internal static class Fuzzer
{
    /// <summary>Larger recorded lists bring nothing that smaller ones do not, and take longer.</summary>
    private const int MaxBodyBytes = 48 * 1024;

    private static readonly int[] s_statuses = [200, 400, 401, 403, 404, 429, 500, 503];

    /// <summary>Fuzzes for a time.</summary>
    /// <param name="duration">How long.</param>
    /// <param name="folder">The folder of recorded answers: lists and errors.</param>
    /// <param name="seed">Of CsCheck's kind where given; else chance.</param>
    /// <param name="log">Where to say what is done.</param>
    /// <returns>What was found; null: nothing.</returns>
    public static string? Run(TimeSpan duration, string folder, int seed, TextWriter log)
    {
        var half = (int)Math.Max(1, duration.TotalSeconds / 2);
        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fuzzing the reader and the classifier for {half} s each (run {seed})"));
        try
        {
            Reader(folder).Sample(one => FuzzTargets.CheckReader(one.Body, one.Path, one.Chunk), time: half, print: _ => "");
            Classifier(folder).Sample(one => FuzzTargets.CheckClassifier(one.Body, one.Status), time: half, print: _ => "");
            return null;
        }
        catch (CsCheckException failure)
        {
            return failure.Message + " " + failure.InnerException?.Message;
        }
    }

    /// <summary>Mutated lists, the path of their items, and the size of the pieces in which they come.</summary>
    public static Gen<(byte[] Body, string Path, int Chunk)> Reader(string folder)
    {
        var bodies = Bodies(folder, "lists").Select(body => (Body: body, Path: ItemsPath(body))).ToArray();
        return Gen.Select(OneOf(bodies), Mutation.Gen.Array[0, 6], Gen.Int[1, 9000], (one, mutations, chunk) => (Mutate(one.Body, mutations), one.Path, chunk));
    }

    /// <summary>Mutated error bodies, and the status that they come with.</summary>
    public static Gen<(byte[] Body, int Status)> Classifier(string folder) =>
        Gen.Select(OneOf(Bodies(folder, "errors")), Mutation.Gen.Array[0, 6], OneOf(s_statuses), (body, mutations, status) => (Mutate(body, mutations), status));

    private static Gen<T> OneOf<T>(T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static byte[] Mutate(byte[] body, Mutation[] mutations) => mutations.Aggregate(body, (mutated, mutation) => mutation.Apply(mutated));

    private static byte[][] Bodies(string folder, string kind) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(folder, kind), "*.json")
            .Where(file => !file.EndsWith(".headers.json", StringComparison.Ordinal) && new FileInfo(file).Length <= MaxBodyBytes)
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes),
    ];

    /// <summary>Where a recorded list has its items: its first array, or the arrays of its map.</summary>
    private static string ItemsPath(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            return "items";
        }

        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Array)
            {
                return property.Name;
            }

            if (property.NameEquals("items") && property.Value.ValueKind == JsonValueKind.Object)
            {
                var lists = property.Value.EnumerateObject().SelectMany(place => place.Value.EnumerateObject()).Where(list => list.Value.ValueKind == JsonValueKind.Array);
                return lists.Select(list => $"items/*/{list.Name}").FirstOrDefault("items");
            }
        }

        return "items";
    }
}
