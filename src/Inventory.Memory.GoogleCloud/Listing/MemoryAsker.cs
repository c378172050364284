namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>Asks the run's memory governor before something large is made, and says when it is gone.</summary>
internal sealed record MemoryAsker(Func<long, bool> TryReserve, Action<long> Release);
