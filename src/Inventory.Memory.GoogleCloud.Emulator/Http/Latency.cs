using Inventory.Memory.GoogleCloud.Emulator.Estates;
using Microsoft.AspNetCore.Http;

namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>How long an answer waits before its first byte.</summary>
internal sealed class Latency(TimeSpan mean, TimeSpan jitter, ulong seed, TimeProvider time)
{
    public Task WaitAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var delay = jitter > TimeSpan.Zero ? Of(request.Path + request.QueryString) : mean;
        return delay > TimeSpan.Zero ? Task.Delay(delay, time, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>
    /// One seed makes the same request wait the same time in every run and in whatever order requests come, so that
    /// a client that asks ahead can be compared with one that does not.
    /// </summary>
    internal TimeSpan Of(string target)
    {
        var chance = (Mixer.Mix(Mixer.Hash(target) ^ Mixer.Mix(seed)) >> 11) / (double)(1UL << 53);
        return mean + (jitter * ((2 * chance) - 1));
    }
}
