using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Inventory.Memory.GoogleCloud;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;

namespace Inventory.Memory.Benchmarks;

/// <summary>
/// What the governor costs: user and system time of the same run with and without it, in pairs, beside what the governor
/// counts itself. Wall time would measure the machine's other work; the emulator is a process of its own.
/// </summary>
internal static class GovernorCost
{
    private const double MostShare = 0.01;

    /// <param name="arguments"><c>--pairs 20</c>, <c>--instances 50000</c>.</param>
    /// <returns>1 when the cost is above one percent by more than two standard errors.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var pairs = Option(arguments, "--pairs", 20);
        var instances = Option(arguments, "--instances", 50_000);
        using var emulator = StartEmulator(instances);
        try
        {
            var endpoint = (await emulator.StandardOutput.ReadLineAsync())!.Split(' ')[^1];
            await using var google = new GoogleCloudInventory(new GoogleCloudOptions { Endpoint = endpoint });
            for (var i = 0; i < 4; i++)
            {
                await CollectAsync(google, isGoverned: i % 2 == 0); // until the compiler has nothing left to do
            }

            var measured = new List<Pair>();
            for (var i = 0; i < pairs; i++)
            {
                measured.Add(await MeasureAsync(google, onFirst: i % 2 == 0));
            }

            return Report(measured, instances);
        }
        finally
        {
            emulator.Kill();
        }
    }

    private static async Task<Pair> MeasureAsync(GoogleCloudInventory google, bool onFirst)
    {
        var first = await CollectAsync(google, onFirst);
        var second = await CollectAsync(google, !onFirst);
        var (on, off) = onFirst ? (first, second) : (second, first);
        return new Pair(on.Processor.TotalMilliseconds, off.Processor.TotalMilliseconds, on.Checks.TotalMilliseconds);
    }

    private static async Task<(TimeSpan Processor, TimeSpan Checks)> CollectAsync(GoogleCloudInventory google, bool isGoverned)
    {
        _ = GC.GetTotalMemory(forceFullCollection: true); // no run pays for the garbage of another
        using var monitor = new MemoryMonitor();
        var governor = new MemoryGovernor(monitor, options: new MemoryGovernorOptions { Enabled = isGoverned });
        var selection = new GoogleCloudSelection { Projects = ["p"], Types = ["compute.instances"] };
        var before = Environment.CpuUsage.TotalTime;
        var run = new SequentialCollector(governor: governor).Collect(new CollectionRequest(google.GetSourcesAsync(selection)));
        await foreach (var record in run)
        {
            _ = record.Json.Length;
        }

        if (run.Summary.State != RunState.Complete)
        {
            throw new InvalidOperationException($"The run ended {run.Summary.State}: {run.Summary.FirstError}");
        }

        return (Environment.CpuUsage.TotalTime - before, governor.GetStatistics().CheckTime);
    }

    private static int Report(List<Pair> pairs, int instances)
    {
        var off = pairs.Average(static pair => pair.Off);
        var difference = pairs.Average(static pair => pair.On - pair.Off);
        var error = Math.Sqrt(pairs.Sum(pair => Math.Pow(pair.On - pair.Off - difference, 2)) / (pairs.Count - 1) / pairs.Count);
        var sorted = pairs.Select(static pair => pair.On - pair.Off).Order().ToArray();
        var median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        var own = pairs.Average(static pair => pair.Checks);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {pairs.Count} pairs of runs over {instances} instances, user + system time of the process
            without the governor   {off,8:F1} ms
            difference, mean       {difference,8:F2} ms  = {difference / off:P2} (+/- {2 * error / off:P2}: two standard errors)
            difference, median     {median,8:F2} ms  = {median / off:P2}
            the governor's own     {own,8:F2} ms  = {own / off:P2} (GovernorStatistics.CheckTime)
            allowed                {off * MostShare,8:F2} ms  = {MostShare:P2}
            """));
        return difference - (2 * error) <= off * MostShare && own <= off * MostShare ? 0 : 1;
    }

    private static Process StartEmulator(int instances) => Process.Start(new ProcessStartInfo(
        Path.Combine(AppContext.BaseDirectory, "inventory-emulator"),
        ["--collection", string.Create(CultureInfo.InvariantCulture, $"instances={instances}"), "--exit-on-stdin-close"])
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    private static int Option(string[] arguments, string name, int otherwise) =>
        Array.IndexOf(arguments, name) is >= 0 and var index && index + 1 < arguments.Length
            ? int.Parse(arguments[index + 1], CultureInfo.InvariantCulture)
            : otherwise;

    /// <summary>Milliseconds.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Pair(double On, double Off, double Checks);
}
