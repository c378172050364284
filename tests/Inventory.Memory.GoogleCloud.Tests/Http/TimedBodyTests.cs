using Inventory.Memory.GoogleCloud.Http;
using Microsoft.Extensions.Time.Testing;

namespace Inventory.Memory.GoogleCloud.Tests.Http;

public sealed class TimedBodyTests
{
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(1);
    private readonly FakeTimeProvider _time = new();

    /// <summary>The time-out closes the connection in the very moment in which the bytes have come.</summary>
    [Fact]
    public async Task Read_TimeOutAtTheLastMoment_IsTheTimeOut()
    {
        using var deadline = new Deadline(_time);
        using var body = Body(deadline, new SlowStream(_time, s_idle));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => body.ReadAsync(new byte[1], CancellationToken.None).AsTask());

        Assert.True(deadline.HasExpired(CancellationToken.None));
    }

    [Fact]
    public async Task Read_InTime_GoesOnHoweverLongTheConsumerTakes()
    {
        using var deadline = new Deadline(_time);
        using var body = Body(deadline, new SlowStream(_time, s_idle / 2));
        for (var read = 0; read < 3; read++)
        {
            Assert.Equal(1, await body.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
            _time.Advance(TimeSpan.FromHours(1));
        }
    }

    [Fact]
    public async Task Read_MoreThanTheBound_IsTooLong()
    {
        using var deadline = new Deadline(_time);
        using var body = Body(deadline, new SlowStream(_time, TimeSpan.Zero));
        for (var read = 0; read < 3; read++)
        {
            Assert.Equal(1, await body.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
        }

        await Assert.ThrowsAsync<BodyTooLongException>(() => body.ReadAsync(new byte[1], TestContext.Current.CancellationToken).AsTask());
    }

    private TimedBody Body(Deadline deadline, Stream inner) => new(deadline, _time, s_idle, TimeSpan.FromMinutes(1), maxBytes: 3) { Inner = inner };

    /// <summary>Each read takes a time and brings a byte.</summary>
    private sealed class SlowStream(FakeTimeProvider time, TimeSpan delay) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            time.Advance(delay);
            return new(1);
        }
    }
}
