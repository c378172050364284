using System.Collections.ObjectModel;
using System.Globalization;

namespace Inventory.Memory.Checkpoints;

/// <summary>What a run's records are written to, how often that is made safe, and where the run can go on after it was ended.</summary>
/// <remarks>Read when the run is asked for. The outputs and the store are owned by the caller and serve one run at a time.</remarks>
public sealed class DurabilityOptions
{
    /// <summary>The default of <see cref="Interval"/>: one second of work can be lost, and a flush to disk of 10 ms costs 1 %.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_longestInterval = TimeSpan.FromHours(1);

    /// <summary>
    /// What the consumer writes to, such as an <see cref="NdjsonWriter"/>: flushed at the ends of pages, and cut back where
    /// a scope has to be read again from its start.
    /// </summary>
    /// <value>None by default; then a scope whose page token has expired ends failed.</value>
    public IReadOnlyList<IRunOutput> Outputs { get; set; } = [];

    /// <summary>Where the checkpoint is kept: resumed from if there is one, removed when the run has come to its end.</summary>
    /// <value>None by default. With one, every output must be able to rewind.</value>
    public ICheckpointStore? Store { get; set; }

    /// <summary>
    /// What decides which resources the run hands out and how they are written, by name: a checkpoint of a run that was
    /// asked for something else is refused, with the names that differ. Put no secrets here.
    /// </summary>
    /// <value>Empty by default. A value of more than 200 characters is kept as a hash; at most 100 names.</value>
    public IReadOnlyDictionary<string, string> Request { get; set; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>When what was collected is forced onto the disk.</summary>
    /// <value><see cref="SyncMode.Checkpoint"/> by default.</value>
    public SyncMode Sync { get; set; } = SyncMode.Checkpoint;

    /// <summary>The least time between two checkpoints, and between two flushes of the outputs.</summary>
    /// <value><see cref="DefaultInterval"/> by default; zero: at the end of every page.</value>
    public TimeSpan Interval { get; set; } = DefaultInterval;

    internal void ThrowIfInvalid(string parameter)
    {
        if (Interval < TimeSpan.Zero || Interval > s_longestInterval)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"{nameof(Interval)} is {Interval}; it must be from 0 to {s_longestInterval}."), parameter);
        }

        if (Request.Count > RunRequest.MaxNames)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"{nameof(Request)} has {Request.Count} names; at most {RunRequest.MaxNames} are kept."), parameter);
        }

        if (Store is not null && !Outputs.All(output => output.CanRewind))
        {
            throw new ArgumentException("A checkpoint needs outputs that can be cut back: files, not pipes.", parameter);
        }
    }
}
