using Inventory.Memory.Checkpoints;

namespace Inventory.Memory;

/// <content>What is taken back when a scope is read again, and carried over when a run is resumed.</content>
public sealed partial class CollectionSummary
{
    private static readonly int s_states = Enum.GetValues<ScopeState>().Length;

    /// <summary>Resources, errors, gaps, gaps omitted, answered, missing; then one count per state.</summary>
    private static readonly int s_own = 6 + s_states;

    private readonly long[] _ends = new long[s_states];

    /// <summary>How often the run was ended and resumed before.</summary>
    public int Resumptions { get; private set; }

    /// <summary>Whether some scope gave an answer, be it that there is nothing.</summary>
    internal bool SomethingAnswered { get; set; }

    /// <summary>Whether some scope ended in a state that is not an answer.</summary>
    internal bool SomethingMissing { get; set; }

    /// <summary>
    /// Ends in a state, as a manifest lists them: scopes, and the places that an answer over several reports missing.
    /// </summary>
    /// <param name="state">The state.</param>
    public long Ends(ScopeState state) => Volatile.Read(ref _ends[(int)state]);

    internal void AddEnd(ScopeState state) => Volatile.Write(ref _ends[(int)state], _ends[(int)state] + 1);

    /// <summary>Copies the counts into a list that is used again: no allocation after the first time.</summary>
    internal void CaptureTallies(List<long> counts)
    {
        counts.Clear();
        counts.AddRange([_resources, _errors, _incomplete.Count, IncompleteOmitted, SomethingAnswered ? 1 : 0, SomethingMissing ? 1 : 0]);
        counts.AddRange(_ends);
        foreach (var type in _typesInOrder)
        {
            type.CaptureTallies(counts);
        }
    }

    /// <summary>Takes back what was counted since; requests and bytes were really sent and stay.</summary>
    internal void RestoreTallies(List<long> counts)
    {
        lock (_lock)
        {
            Volatile.Write(ref _resources, counts[0]);
            Volatile.Write(ref _errors, counts[1]);
            _incomplete.RemoveRange((int)counts[2], _incomplete.Count - (int)counts[2]);
            IncompleteOmitted = counts[3];
            SomethingAnswered = counts[4] != 0;
            SomethingMissing = counts[5] != 0;
            counts.CopyTo(6, _ends, 0, s_states);
            FirstError = counts[1] == 0 ? null : FirstError;
            for (var (i, at) = (0, s_own); i < _typesInOrder.Count; i++, at += TypeSummary.Tallies)
            {
                // A collection that came up since then goes back to nothing.
                _typesInOrder[i].RestoreTallies(at < counts.Count ? counts.GetRange(at, TypeSummary.Tallies) : null);
            }
        }
    }

    internal RunTallies GetTallies()
    {
        var tallies = new RunTallies
        {
            Types = [.. _typesInOrder.Select(type => new RunTallies.TypeName { Collection = type.Collection, AssetTypes = [.. type.AssetTypes] })],
            Incomplete = [.. _incomplete.Select(gap => gap.ToText())],
            FirstError = FirstError is { } first ? ToText(first) : null,
            Requests = Requests,
            Retries = Retries,
            Bytes = BytesRead,
            ElapsedTicks = Elapsed.Ticks,
            StartedAt = StartedAt,
        };
        CaptureTallies(tallies.Counts);
        return tallies;
    }

    /// <summary>Goes on counting where an earlier process ended.</summary>
    internal void Resume(RunTallies tallies, string runId, int resumptions)
    {
        lock (_lock)
        {
            foreach (var name in tallies.Types)
            {
                GetTypeLocked(name.Collection, name.AssetTypes);
            }

            _incomplete.AddRange(tallies.Incomplete.Select(gap => new IncompleteScope(gap)));
        }

        FirstError = tallies.FirstError is { } first ? FromText(first) : null;
        RestoreTallies(tallies.Counts);
        (Requests, Retries, BytesRead) = (tallies.Requests, tallies.Retries, tallies.Bytes);
        (StartedAt, _elapsedBefore) = (tallies.StartedAt, new TimeSpan(tallies.ElapsedTicks));
        (RunId, Resumptions) = (runId, resumptions);
    }

    /// <summary>Whether counts and names fit together: nothing below 0, as many gaps as there are, one set a type.</summary>
    internal static bool AreTallies(RunTallies tallies) =>
        tallies.Counts.Count == s_own + (tallies.Types.Count * TypeSummary.Tallies)
        && tallies.Types.Count <= MaxTypes + 1
        && tallies.Types.TrueForAll(type => type.Collection.Length > 0 && type.AssetTypes.Count > 0)
        && tallies.Types.DistinctBy(type => type.Collection, StringComparer.Ordinal).Count() == tallies.Types.Count
        && tallies.Counts.TrueForAll(count => count >= 0)
        && tallies.Counts[2] == tallies.Incomplete.Count
        && tallies.Incomplete.Count <= MaxIncomplete
        && tallies is { Requests: >= 0, Retries: >= 0, Bytes: >= 0, ElapsedTicks: >= 0 };

    /// <summary>Whether counts can have been those of the same run at an earlier moment.</summary>
    internal static bool AreEarlierTallies(List<long> counts, List<long> later) =>
        counts.Count >= s_own
        && counts.Count <= later.Count
        && (counts.Count - s_own) % TypeSummary.Tallies == 0
        && counts.Zip(later).All(pair => pair.First >= 0 && pair.First <= pair.Second);

    private static RunTallies.GapText ToText(InventoryError error) => new()
    {
        Project = error.Project,
        Parent = error.Parent,
        Collection = error.Collection,
        AssetType = error.AssetType,
        Location = error.Location,
        State = error.State,
        Reason = error.Reason,
        Message = error.Message,
        HttpStatus = error.HttpStatus,
        Attempts = error.Attempts,
    };

    private static InventoryError FromText(RunTallies.GapText text) => new()
    {
        Project = text.Project,
        Parent = text.Parent,
        Collection = text.Collection,
        AssetType = text.AssetType,
        Location = text.Location,
        State = text.State,
        Reason = text.Reason,
        Message = text.Message ?? text.Reason,
        HttpStatus = text.HttpStatus,
        Attempts = text.Attempts,
    };
}
