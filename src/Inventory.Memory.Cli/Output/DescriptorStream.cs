using System.Globalization;
using System.Runtime.InteropServices;
using Inventory.Memory.Checkpoints;
using Microsoft.Win32.SafeHandles;

namespace Inventory.Memory.Cli.Output;

/// <summary>
/// Writes where the open file stands, as the shell's own commands do: processes that share a standard output, and the log
/// of this one, each go on behind the other. .NET's file streams write at positions that they count themselves.
/// </summary>
/// <remarks>A signal ends it where the reader of a pipe has stopped reading.</remarks>
internal sealed class DescriptorStream : OutputStream
{
    private const int StandardOutput = 1;
    private const int StepMilliseconds = 100;

    /// <summary>A reader that has taken nothing for a second when the run is interrupted is not waited for.</summary>
    private const int PatientSteps = 10;

    private readonly SafeFileHandle _handle;
    private readonly int _descriptor;
    private readonly FileKind _kind;
    private readonly CancellationToken _interrupted;
    private long _written;

    private DescriptorStream(SafeFileHandle handle, CancellationToken interrupted)
    {
        (_handle, _interrupted) = (handle, interrupted);
        _descriptor = (int)handle.DangerousGetHandle();
        _kind = FileFacts.Of(_descriptor).Kind;
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="IOException">It is closed, or cannot be written.</exception>
    public static DescriptorStream OpenStandardOutput(CancellationToken interrupted) => Inherit(StandardOutput, interrupted);

    /// <summary>Opens a pipe, a device, or one of this process's own open files. A pipe waits for its reader.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The run was interrupted before somebody came to read.</exception>
    public static DescriptorStream Open(string path, CancellationToken interrupted)
    {
        if (FileFacts.DescriptorOf(path) is { } descriptor)
        {
            return Inherit(descriptor, interrupted);
        }

        if (!OperatingSystem.IsLinux())
        {
            return new DescriptorStream(File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite), interrupted);
        }

        while (true)
        {
            var opened = SystemCalls.Open(path, SystemCalls.OpenNonBlocking);
            if (opened >= 0)
            {
                return new DescriptorStream(new SafeFileHandle(opened, ownsHandle: true), interrupted);
            }

            var error = Marshal.GetLastPInvokeError();
            if (error != SystemCalls.NoReader || FileFacts.Of(path).Kind != FileKind.Pipe)
            {
                throw SystemCalls.Failure(error);
            }

            interrupted.WaitHandle.WaitOne(StepMilliseconds);
            interrupted.ThrowIfCancellationRequested();
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            ref readonly var first = ref MemoryMarshal.GetReference(buffer);
            var taken = _kind == FileKind.Socket
                ? SystemCalls.Send(_descriptor, first, buffer.Length, SystemCalls.NoWaitNoSignal)
                : SystemCalls.Write(_descriptor, first, buffer.Length);
            if (taken < 0)
            {
                var error = Marshal.GetLastPInvokeError();
                if (error == SystemCalls.TryAgain)
                {
                    WaitForRoom();
                }
                else if (error != SystemCalls.Interrupted)
                {
                    throw SystemCalls.Failure(error);
                }

                continue;
            }

            _written += taken;
            buffer = buffer[(int)taken..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return default;
    }

    public override void Flush()
    {
        // Nothing is held back.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void FlushToDisk() => Disk.Flush(_handle);

    /// <summary>Only at a file's end, and only while nobody has gone on behind it.</summary>
    public override void TakeBack(long whole)
    {
        var torn = _written - whole;
        if (torn <= 0 || _kind != FileKind.File)
        {
            return;
        }

        var file = new FileStream(new SafeFileHandle(_descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        var end = file.Position;
        if (end == file.Length)
        {
            file.SetLength(end - torn);
            file.Position = end - torn;

            // Asked for, it takes the position that .NET has counted.
            _ = file.SafeFileHandle;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _handle.Dispose();
        }

        base.Dispose(disposing);
    }

    private static DescriptorStream Inherit(int descriptor, CancellationToken interrupted)
    {
        var flags = SystemCalls.Control(descriptor, SystemCalls.GetStatusFlags);
        if (flags < 0 || (flags & SystemCalls.AccessMode) == SystemCalls.OpenForReading)
        {
            throw new IOException("It is closed, or open for reading alone");
        }

        // A wait in the kernel hears no signal. What is open is shared with others, so a pipe or terminal is opened once more.
        var again = OperatingSystem.IsLinux() && FileFacts.Of(descriptor).Kind is FileKind.Pipe or FileKind.Device
            ? SystemCalls.Open(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{descriptor}"), SystemCalls.OpenNonBlocking)
            : -1;
        return new DescriptorStream(again >= 0 ? new SafeFileHandle(again, ownsHandle: true) : new SafeFileHandle(descriptor, ownsHandle: false), interrupted);
    }

    private void WaitForRoom()
    {
        for (var step = 0; ; step++)
        {
            var entry = new SystemCalls.PollEntry { Descriptor = _descriptor, Wanted = SystemCalls.ReadyForWriting };
            if (SystemCalls.Poll(ref entry, 1, StepMilliseconds) > 0)
            {
                return;
            }

            if (step >= PatientSteps && _interrupted.IsCancellationRequested)
            {
                throw new OutputBlockedException();
            }
        }
    }
}
