using System.Text.Json;
using Inventory.Memory.MemoryBenchmark.Measuring;
using Inventory.Memory.MemoryBenchmark.Parts;
using Inventory.Memory.MemoryBenchmark.Reporting;
using Inventory.Memory.MemoryBenchmark.Workers;

namespace Inventory.Memory.MemoryBenchmark.Bars;

/// <summary>The item reader against JsonDocument.Parse over the same page.</summary>
internal sealed class ReaderBars : BarGroup
{
    private const double Validating = 2.5;
    private const double NotValidating = 6;

    /// <summary>The stream and the string of the next page's token: less than a byte for each of 500 items.</summary>
    private const double NothingPerItem = 1;

    public override async Task<IReadOnlyList<Bar>> MeasureAsync(BenchmarkContext context)
    {
        await using var emulator = await context.EmulateAsync(context.Sizes.Instances);
        var process = await MeasuredProcess.RunAsync(new ProcessCommand(context.Programs.Worker, ["worker", "reader", emulator.Endpoint.ToString()]));
        var race = JsonSerializer.Deserialize<ReaderRace>(process.Output, JsonSerializerOptions.Web)
            ?? throw new InvalidOperationException(process.Error);
        return
        [
            Judge(race, ReaderContender.Validating, "with validation", Validating),
            Judge(race, ReaderContender.NotValidating, "without validation", NotValidating),
            Bar.Of(
                "item reader: bytes allocated per item",
                "0",
                $"{race.BytesPerItem[ReaderContender.Validating]:0.00}",
                race.BytesPerItem[ReaderContender.Validating] < NothingPerItem,
                [race.BytesPerItem[ReaderContender.Validating]],
                "what is left is per page: the stream, the token"),
        ];
    }

    private static Bar Judge(ReaderRace race, string contender, string how, double atLeast)
    {
        var what = $"item reader {how} against JsonDocument.Parse over the same page";
        var required = $"at least {atLeast} x faster";
        var ours = race.Seconds[contender];
        var ratios = race.Seconds[ReaderContender.Document].Zip(ours, (theirs, own) => theirs / own).ToList();
        var (speed, other) = (race.PageBytes / 1e6 / Median.Of(ours), race.PageBytes / 1e6 / Median.Of(race.Seconds[ReaderContender.Document]));
        return Bar.Of(what, required, Words.Times(Median.Of(ratios)), Median.Of(ratios) >= atLeast, ratios, $"{speed:0} MB/s against {other:0} MB/s");
    }
}
