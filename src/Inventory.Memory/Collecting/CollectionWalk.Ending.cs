namespace Inventory.Memory.Collecting;

/// <content>How a run ends: also while something that it has begun does not.</content>
internal sealed partial class CollectionWalk
{
    /// <summary>A read that the run has left ends some time; its cursor is closed then.</summary>
    private void NoteLeftRead()
    {
        if (_reads.Ending is { } ending)
        {
            _at.LeftRead = ending;
            _reads.Dispose();
            _reads = new CursorReads(_cancelledOrLate);
        }
    }

    private void Cancel()
    {
        try
        {
            _stop.Cancel();
        }
        catch (AggregateException failure)
        {
            // What a source has registered with its token threw; all others have been told.
            _closings.Report(failure, this);
        }
        catch (ObjectDisposedException)
        {
            // It has ended.
        }
    }

    private async ValueTask EndAsync(RunState state)
    {
        if (HasEnded)
        {
            return;
        }

        _state = state;
        Cancel();
        try
        {
            await _recorder.AbandonScopesAsync().ConfigureAwait(false);
        }
        finally
        {
            await CloseAsync().ConfigureAwait(false);
            _recorder.EndRun(state);
        }
    }

    /// <summary>Never throws, and waits for nobody who ignores that the run has ended.</summary>
    private async ValueTask CloseAsync()
    {
        for (var level = _at; level is not null; level = level.Outer)
        {
            await level.DisposeAsync().ConfigureAwait(false);
        }

        await _closings.EndAsync().ConfigureAwait(false);
        _deadline?.Dispose();
        _reads.Dispose();
        _finding.Dispose();
        _late.Dispose();
        _stop.Dispose();
    }
}
