namespace Inventory.Memory.Checkpoints;

/// <summary>
/// What a consumer writes a run's records to, as the run has to know it: it is flushed before a checkpoint says that its
/// bytes are there, and cut back where something is collected again. <see cref="NdjsonWriter"/> is one.
/// </summary>
/// <remarks>
/// The run calls only while the consumer waits for the next record, so nothing is called at the same time as the
/// consumer's own writes.
/// </remarks>
public interface IRunOutput
{
    /// <summary>Whether what was written can be taken back: a file, not a pipe.</summary>
    bool CanRewind { get; }

    /// <summary>The length of what was written so far, in bytes, flushed or not: always a whole number of records.</summary>
    long Position { get; }

    /// <summary>Gives everything to the operating system.</summary>
    /// <param name="durable">Whether it must be on the disk when the call ends.</param>
    /// <param name="cancellationToken">To be obeyed.</param>
    ValueTask FlushAsync(bool durable, CancellationToken cancellationToken);

    /// <summary>Describes where it stands, so that a later run can tell whether it is still the same output. Flushed before.</summary>
    /// <param name="cancellationToken">To be obeyed.</param>
    ValueTask<OutputMark> MarkAsync(CancellationToken cancellationToken);

    /// <summary>Takes back everything behind a mark; what is written next stands there.</summary>
    /// <param name="mark">Of this output, or of the output of the run that is resumed.</param>
    /// <param name="cancellationToken">To be obeyed.</param>
    /// <exception cref="CheckpointException">The output is shorter than the mark, or not the same.</exception>
    ValueTask RewindAsync(OutputMark mark, CancellationToken cancellationToken);
}
