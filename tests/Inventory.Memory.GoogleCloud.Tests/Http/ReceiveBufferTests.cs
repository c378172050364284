using Inventory.Memory.GoogleCloud.Http;

namespace Inventory.Memory.GoogleCloud.Tests.Http;

public sealed class ReceiveBufferTests
{
    [Theory]
    [InlineData(48L << 20, 256 * 1024)]
    [InlineData((256L << 20) - 1, 256 * 1024)]
    [InlineData(256L << 20, null)]
    [InlineData(24L << 30, null)]
    public void SizeFor_Memory_BoundsSmallContainersAlone(long availableBytes, int? expected) =>
        Assert.Equal(expected, ReceiveBuffer.SizeFor(availableBytes));
}
