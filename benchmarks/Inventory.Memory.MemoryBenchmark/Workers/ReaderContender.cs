using System.Diagnostics;
using System.Text.Json;
using Inventory.Memory.Json;

namespace Inventory.Memory.MemoryBenchmark.Workers;

/// <summary>One way through a page.</summary>
internal sealed class ReaderContender(string name, Func<ValueTask<int>> read)
{
    public const string Document = "JsonDocument.Parse";
    public const string Validating = "JsonItemReader";
    public const string NotValidating = "JsonItemReader, not validating";

    public string Name => name;

    public static IReadOnlyList<ReaderContender> All(byte[] page)
    {
        var validating = new JsonItemReader(Shape());
        var notValidating = new JsonItemReader(Shape(), new JsonItemReaderOptions { ValidateItems = false });
        return
        [
            new(Document, () => ValueTask.FromResult(Parse(page))),
            new(Validating, () => ReadAsync(validating, page)),
            new(NotValidating, () => ReadAsync(notValidating, page)),
        ];
    }

    /// <summary>Answers the seconds that some pages take.</summary>
    public async ValueTask<double> MeasureAsync(int pages)
    {
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < pages; i++)
        {
            if (await read() == 0)
            {
                throw new InvalidOperationException($"{name} found nothing.");
            }
        }

        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static JsonListShape Shape() => new("items/*/instances")
    {
        Notices = ["warning", "unreachables"],
        Fields = ["name", "selfLink"],
    };

    private static int Parse(byte[] page)
    {
        using var document = JsonDocument.Parse(page);
        return document.RootElement.GetProperty("items").ValueKind == JsonValueKind.Object ? 1 : 0;
    }

    private static async ValueTask<int> ReadAsync(JsonItemReader reader, byte[] page)
    {
        var items = 0;
        reader.Begin(new MemoryStream(page, writable: false));
        for (var step = await reader.ReadAsync(); step != JsonStep.End; step = await reader.ReadAsync())
        {
            items += step == JsonStep.Item ? 1 : 0;
        }

        return items;
    }
}
