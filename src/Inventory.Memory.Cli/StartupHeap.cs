using System.Diagnostics.CodeAnalysis;

namespace Inventory.Memory.Cli;

/// <summary>What start-up leaves in memory: the catalog, the command line, the client; they stay to the end.</summary>
internal static class StartupHeap
{
    /// <summary>
    /// Moves it out of the way of the run's collections, once, for a millisecond. Without that the first collections of
    /// the run do it, the third or fourth as one of generation 1.
    /// </summary>
    [SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "Not a policy of a run: there is none yet.")]
    public static void Age() => GC.Collect(1, GCCollectionMode.Forced, blocking: true, compacting: false);
}
