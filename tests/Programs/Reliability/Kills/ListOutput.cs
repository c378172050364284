using Inventory.Memory.Checkpoints;

namespace Inventory.Memory.Reliability.Kills;

/// <summary>An output of a run that is a list: its position is its length.</summary>
internal sealed class ListOutput<T> : IRunOutput
{
    public List<T> Items { get; private set; } = [];

    public bool CanRewind => true;

    public long Position => Items.Count;

    public ValueTask FlushAsync(bool durable, CancellationToken cancellationToken) => default;

    public ValueTask<OutputMark> MarkAsync(CancellationToken cancellationToken) => new(new OutputMark { Position = Position });

    public ValueTask RewindAsync(OutputMark mark, CancellationToken cancellationToken)
    {
        Items.RemoveRange((int)mark.Position, Items.Count - (int)mark.Position);
        return default;
    }

    /// <summary>As it is now, for a process that is killed: what it still does has no effect.</summary>
    public ListOutput<T> Copy() => new() { Items = [.. Items] };
}
