using Inventory.Memory.GoogleCloud.Emulator.Http;
using Microsoft.Extensions.Time.Testing;

namespace Inventory.Memory.GoogleCloud.Emulator.Tests.Http;

public sealed class ByteRateTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Take_SeveralAtOnce_QueueBehindOneAnother()
    {
        var rate = new ByteRate(1000, _time);
        Assert.Equal(TimeSpan.FromSeconds(0.5), rate.Take(500));
        Assert.Equal(TimeSpan.FromSeconds(1.5), rate.Take(1000));
    }

    [Fact]
    public void Take_AfterIdleTime_HasNothingSaved()
    {
        var rate = new ByteRate(1000, _time);
        rate.Take(500);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.FromSeconds(0.5), rate.Take(500));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(50_000, 1000)]
    [InlineData(long.MaxValue, 65_536)]
    public void PieceBytes_OfTheRate_IsBounded(long bytesPerSecond, int piece) =>
        Assert.Equal(piece, new ByteRate(bytesPerSecond, _time).PieceBytes);
}
