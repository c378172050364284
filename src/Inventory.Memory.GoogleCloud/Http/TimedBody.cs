using System.Runtime.CompilerServices;

namespace Inventory.Memory.GoogleCloud.Http;

/// <summary>A body whose reads each have a time limit. Reads allocate nothing of their own.</summary>
internal sealed class TimedBody(Deadline deadline, TimeSpan idleTimeout) : Stream
{
    /// <summary>The stream to read; set for each answer. Owned by its response.</summary>
    public Stream Inner { get; set; } = Null;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var running = deadline.Start(idleTimeout, cancellationToken);
        return await Inner.ReadAsync(buffer, deadline.Token).ConfigureAwait(false);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
