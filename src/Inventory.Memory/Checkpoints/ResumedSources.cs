using System.Runtime.CompilerServices;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Checkpoints;

/// <summary>The sources of a run that goes on: finds all again, passes over those that are behind, without reading them.</summary>
internal static class ResumedSources
{
    /// <param name="sources">All of the run's sources.</param>
    /// <param name="position">Where it ended.</param>
    /// <param name="tracker">Made to stand there.</param>
    /// <param name="cancellationToken">To be obeyed at once.</param>
    /// <exception cref="CheckpointException">What is behind the position is no longer what it was.</exception>
    public static async IAsyncEnumerable<ResourceSource> SkipAsync(
        IAsyncEnumerable<ResourceSource> sources,
        RunPosition position,
        PositionTracker tracker,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (found, passed) = (0L, PassedHash.Empty);
        await foreach (var source in sources.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (found == position.Sources)
            {
                ThrowIfBeforeSourceChanged(passed, position);
                tracker.Resume(passed, position);
                yield return position.IsInSource ? new ResumedSource(source, position, passed.Add(source)) : source;
            }
            else if (found > position.Sources)
            {
                yield return source;
            }

            found++;
            passed = passed.Add(source);
        }

        if (found < position.Sources || (found == position.Sources && position.IsInSource))
        {
            throw RunPosition.Changed();
        }

        if (found == position.Sources)
        {
            ThrowIfBeforeSourceChanged(passed, position);
            tracker.Resume(passed, position);
        }
    }

    /// <summary>Inside a source, its own scopes are part of the hash, and it is compared there.</summary>
    private static void ThrowIfBeforeSourceChanged(PassedHash passed, RunPosition position)
    {
        if (!position.IsInSource && passed.ToString() != position.Passed)
        {
            throw RunPosition.Changed();
        }
    }
}
