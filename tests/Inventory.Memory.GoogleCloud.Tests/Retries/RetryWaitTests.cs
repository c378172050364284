using Inventory.Memory.GoogleCloud.Http;
using Inventory.Memory.GoogleCloud.Retries;

namespace Inventory.Memory.GoogleCloud.Tests.Retries;

public sealed class RetryWaitTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 12, 30, 40, TimeSpan.Zero);

    [Fact]
    public void For_Quota_AimsAtTheNextMinute() => Assert.Equal(TimeSpan.FromSeconds(20), RetryWait.For(Error(ErrorKind.Quota), s_now, chance: 0));

    [Fact]
    public void For_Quota_SpreadsOverASecond() => Assert.Equal(TimeSpan.FromSeconds(21), RetryWait.For(Error(ErrorKind.Quota), s_now, chance: 1));

    [Theory]
    [InlineData("Quota")]
    [InlineData("Transient")]
    public void For_AnswerThatSaysWhen_IsObeyed(string kind) => Assert.Equal(
        TimeSpan.FromSeconds(7), RetryWait.For(Error(Enum.Parse<ErrorKind>(kind)) with { RetryAfter = TimeSpan.FromSeconds(7) }, s_now, chance: 1));

    [Fact]
    public void For_TransientWithoutAWord_LeavesItToTheBackOff() => Assert.Null(RetryWait.For(Error(ErrorKind.Transient), s_now, chance: 1));

    private static ApiError Error(ErrorKind kind) => new(kind, "r", "m");
}
