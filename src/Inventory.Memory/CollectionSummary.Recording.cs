using Inventory.Memory.Collecting;
using Inventory.Memory.Gc;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;
using Inventory.Memory.Sources;

namespace Inventory.Memory;

/// <content>What the run writes into its summary; one writer.</content>
public sealed partial class CollectionSummary
{
    private Func<MemoryStatistics>? _memory;
    private Func<GcStatistics>? _gc;
    private Func<GovernorStatistics>? _governor;

    internal void Begin(Func<MemoryStatistics> memory, Func<GcStatistics> gc, Func<GovernorStatistics> governor)
    {
        (_memory, _gc, _governor) = (memory, gc, governor);
        StartedAt = _time.GetUtcNow();
        Volatile.Write(ref _started, _time.GetTimestamp());
    }

    /// <summary>Freezes what was live.</summary>
    internal void End(RunState state)
    {
        var (memory, gc, governor) = (Memory, Gc, Governor);
        (_memory, _gc, _governor) = (() => memory, () => gc, () => governor);
        Volatile.Write(ref _ended, _time.GetTimestamp());
        EndedAt = _time.GetUtcNow();
        (CurrentProject, CurrentCollection, CurrentScope) = (null, null, null);
        State = state;
    }

    internal TypeSummary BeginType(ResourceSource source)
    {
        (CurrentProject, CurrentCollection, CurrentScope) = (source.Project, source.Collection, null);
        lock (_lock)
        {
            return GetTypeLocked(source.Collection, source.AssetTypes);
        }
    }

    /// <summary>Children have ended, and what is above them goes on.</summary>
    internal void Resume(ResourceSource source, ResourceScope? scope) =>
        (CurrentProject, CurrentCollection, CurrentScope) = (source.Project, source.Collection, scope?.Name);

    private TypeSummary GetTypeLocked(string collection, IReadOnlyList<string> assetTypes)
    {
        var key = _types.Count < MaxTypes || _types.ContainsKey(collection) ? collection : "(other)";
        if (!_types.TryGetValue(key, out var type))
        {
            type = new TypeSummary(key, assetTypes);
            _types.Add(key, type);
            _typesInOrder.Add(type);
        }

        return type;
    }

    internal void BeginScope(ResourceScope scope) => CurrentScope = scope.Name;

    internal void AddResource() => Volatile.Write(ref _resources, _resources + 1);

    internal void AddTransfer(in CursorTransfer transfer)
    {
        Requests += transfer.Requests;
        Retries += transfer.Retries;
        Waited += transfer.Waited;
        BytesRead += transfer.Bytes;
    }

    internal void AddError(InventoryError error)
    {
        Volatile.Write(ref _errors, _errors + 1);
        FirstError ??= error;
    }

    internal void AddIncomplete(InventoryError error)
    {
        lock (_lock)
        {
            if (_incomplete.Count < MaxIncomplete)
            {
                _incomplete.Add(new IncompleteScope(error));
            }
            else
            {
                IncompleteOmitted++;
            }
        }
    }

    internal void Stop(string message) => StopMessage = message;
}
