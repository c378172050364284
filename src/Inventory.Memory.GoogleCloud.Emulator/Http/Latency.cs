using Inventory.Memory.GoogleCloud.Emulator.Estates;

namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>How long an answer waits before its first byte.</summary>
internal sealed class Latency(TimeSpan mean, TimeSpan jitter, TimeProvider time)
{
    private long _requests;

    public Task WaitAsync(CancellationToken cancellationToken)
    {
        // The n-th request always waits the same time, so that runs can be compared.
        var chance = (Mixer.Mix((ulong)Interlocked.Increment(ref _requests)) >> 11) / (double)(1UL << 53);
        var delay = mean + (jitter * ((2 * chance) - 1));
        return delay > TimeSpan.Zero ? Task.Delay(delay, time, cancellationToken) : Task.CompletedTask;
    }
}
