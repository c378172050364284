namespace Inventory.Memory.MemoryBenchmark.Measuring;

internal static class Median
{
    public static double Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    public static double Of(IEnumerable<long> values) => Of(values.Select(value => (double)value));

    /// <summary>Measures several times, one after another.</summary>
    public static async Task<List<T>> RepeatAsync<T>(int times, Func<Task<T>> measure)
    {
        var results = new List<T>(times);
        for (var i = 0; i < times; i++)
        {
            results.Add(await measure());
        }

        return results;
    }
}
