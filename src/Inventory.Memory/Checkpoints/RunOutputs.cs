namespace Inventory.Memory.Checkpoints;

/// <summary>All outputs of a run as one.</summary>
internal sealed class RunOutputs(IReadOnlyList<IRunOutput> outputs)
{
    public int Count => outputs.Count;

    /// <summary>Whether there is something to take back, and all of it can be.</summary>
    public bool CanRewind => outputs.Count > 0 && outputs.All(output => output.CanRewind);

    /// <summary>Copies the positions into a list that is used again.</summary>
    public void CapturePositions(List<long> positions)
    {
        positions.Clear();
        foreach (var output in outputs)
        {
            positions.Add(output.Position);
        }
    }

    public async ValueTask FlushAsync(bool durable, CancellationToken cancellationToken)
    {
        foreach (var output in outputs)
        {
            await output.FlushAsync(durable, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask<List<OutputMark>> MarkAsync(CancellationToken cancellationToken)
    {
        var marks = new List<OutputMark>(outputs.Count);
        foreach (var output in outputs)
        {
            marks.Add(await output.MarkAsync(cancellationToken).ConfigureAwait(false));
        }

        return marks;
    }

    public async ValueTask RewindAsync(IReadOnlyList<OutputMark> marks, CancellationToken cancellationToken)
    {
        for (var i = 0; i < outputs.Count; i++)
        {
            await outputs[i].RewindAsync(marks[i], cancellationToken).ConfigureAwait(false);
        }
    }
}
