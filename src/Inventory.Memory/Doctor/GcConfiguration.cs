using System.Collections;
using System.Globalization;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace Inventory.Memory.Doctor;

/// <summary>The garbage collector's settings that are in force, wherever they were set. Sizes are bytes.</summary>
public sealed class GcConfiguration
{
    private const string Prefix = "DOTNET_GC";

    internal GcConfiguration()
    {
    }

    /// <summary>Gets whether there is a heap for each processor (server), not one (workstation).</summary>
    public bool IsServer { get; init; }

    /// <summary>Gets whether collections of the oldest generation run beside the program.</summary>
    public bool IsConcurrent { get; init; }

    /// <summary>Gets whether the number of heaps follows what is needed (DATAS); of use to the server collector alone.</summary>
    public bool AdaptsHeapCount { get; init; }

    /// <summary>Gets the number of heaps; 0 when the runtime does not tell.</summary>
    public long HeapCount { get; init; }

    /// <summary>Gets the hard limit of the heap that was set or derived from the container; 0 when there is none.</summary>
    public long HardLimitBytes { get; init; }

    /// <summary>Gets what the collector takes for available: its hard limit, else the memory it sees.</summary>
    public long AvailableBytes { get; init; }

    /// <summary>Gets how large generation 0 may get before it is collected; 0 when the runtime's default is in force.</summary>
    public long Gen0MaxBudgetBytes { get; init; }

    /// <summary>Gets how hard the collector works against fragmentation: 0 (not) to 9.</summary>
    public long ConserveMemory { get; init; }

    /// <summary>Gets the environment variables that this runtime ignores because NativeAOT knows no <c>0x</c>.</summary>
    public IReadOnlyList<string> IgnoredVariables { get; init; } = [];

    internal static GcConfiguration Read() => Read(
        GC.GetConfigurationVariables(),
        Environment.GetEnvironmentVariables(),
        isNativeAot: !RuntimeFeature.IsDynamicCodeSupported);

    internal static GcConfiguration Read(IReadOnlyDictionary<string, object> variables, IDictionary environment, bool isNativeAot) => new()
    {
        IsServer = GCSettings.IsServerGC,
        IsConcurrent = GCSettings.LatencyMode != GCLatencyMode.Batch,
        AdaptsHeapCount = GCSettings.IsServerGC && Number(variables, "GCDynamicAdaptationMode") != 0,
        HeapCount = Number(variables, "HeapCount"),
        HardLimitBytes = Number(variables, "GCHeapHardLimit"),
        AvailableBytes = GC.GetGCMemoryInfo(GCKind.Any).TotalAvailableMemoryBytes,
        Gen0MaxBudgetBytes = Number(variables, "GCGen0MaxBudget"),
        ConserveMemory = Number(variables, "GCConserveMem"),
        IgnoredVariables = isNativeAot ? [.. Ignored(environment)] : [],
    };

    private static IEnumerable<string> Ignored(IDictionary environment) =>
        from DictionaryEntry entry in environment
        where entry.Key is string name && name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            && entry.Value is string value && value.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        orderby entry.Key
        select (string)entry.Key;

    /// <summary>The runtime gives numbers of several types; what is missing or odd counts as not set.</summary>
    private static long Number(IReadOnlyDictionary<string, object> variables, string name) =>
        variables.TryGetValue(name, out var value) && value is IConvertible and not string
            ? Math.Max(0, Convert.ToInt64(value, CultureInfo.InvariantCulture))
            : 0;
}
