namespace Inventory.Memory;

/// <summary>Collects resources one after another, in the order of the request, in bounded memory.</summary>
/// <remarks>Safe for concurrent use: every run is independent, and runs of one process share one memory governor.</remarks>
public interface ISequentialCollector
{
    /// <summary>Prepares a run. Nothing is sent before it is enumerated.</summary>
    /// <param name="request">What to collect.</param>
    /// <returns>The run: enumerate it once; its summary is live.</returns>
    CollectionRun Collect(CollectionRequest request);
}
