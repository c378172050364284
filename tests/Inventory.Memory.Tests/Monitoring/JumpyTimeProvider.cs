using Microsoft.Extensions.Time.Testing;

namespace Inventory.Memory.Tests.Monitoring;

/// <summary>A wall clock that can be set, beside a monotonic clock that goes on (which AdjustTime would move as well).</summary>
internal sealed class JumpyTimeProvider : FakeTimeProvider
{
    public TimeSpan WallClockOffset { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + WallClockOffset;

    public override long GetTimestamp() => base.GetUtcNow().UtcTicks; // the base asks the wall clock
}
