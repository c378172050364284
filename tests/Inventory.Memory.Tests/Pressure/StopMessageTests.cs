using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;

namespace Inventory.Memory.Tests.Pressure;

public sealed class StopMessageTests
{
    private const long MiB = 1L << 20;

    [Theory]
    [InlineData(MemoryGauge.User, 97, 90, 60, 50, "The consumer has made 50.0MiB of records its own with Detach()")]
    [InlineData(MemoryGauge.User, 97, 90, 60, 10, "Something keeps what was collected")]
    [InlineData(MemoryGauge.User, 97, 90, 10, 50, "Most of it is native memory and buffers")]
    [InlineData(MemoryGauge.User, 97, 40, 10, 0, "57.0MiB of it are the files of the program and its framework, there from the start")]
    [InlineData(MemoryGauge.Container, 97, 40, 10, 0, "Most of it is native memory and buffers")] // it is not charged for them
    [InlineData(MemoryGauge.Container, 30, 20, 10, 0, "Most of it is not this process's")]
    public void Create_WhatFillsTheLimit_IsNamedWithItsRemedy(string gauge, long rss, long anonymous, long live, long detached, string expected)
    {
        var sample = new MemorySample
        {
            RssBytes = rss * MiB,
            AnonymousBytes = anonymous * MiB,
            HeapAfterCollectionBytes = live * MiB,
            Pressing = new() { Name = gauge, UsageBytes = 97 * MiB, LimitBytes = 100 * MiB, LimitSource = "a test" },
        };
        var message = StopMessage.Create(sample, isRising: false, detached * MiB);
        Assert.StartsWith($"Memory is exhausted: 97.0MiB of 100.0MiB (97 %, {gauge}: a test) are in use", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.EndsWith(".", message, StringComparison.Ordinal);
    }
}
