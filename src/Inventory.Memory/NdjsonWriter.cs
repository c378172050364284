using System.Buffers;
using System.Text.Json;
using Inventory.Memory.Json;
using Inventory.Memory.Sources;

namespace Inventory.Memory;

/// <summary>
/// Writes records as NDJSON: a resource as the Cloud Asset API's <c>Asset</c>, its data token for token as sent, an
/// error as <c>{"error":{…}}</c>. A stream that takes everything holds whole lines after every write.
/// </summary>
/// <remarks>
/// Holds one buffer of 80 KiB. A resource over 64 KiB goes through it in pieces; where it is changed on the way, or
/// loses its white space, a sixteenth of it is held as well. Not safe for concurrent use. Does not own the stream.
/// </remarks>
public sealed partial class NdjsonWriter : IAsyncDisposable
{
    /// <summary>A flush when this much is there: large enough to make the write call cheap, below what the buffer holds.</summary>
    private const int FlushBytes = 64 * 1024;

    private readonly Stream _stream;
    private readonly LineBuffer _buffer = new();
    private readonly AssetEnvelope _envelope = new();
    private readonly Action<ReadOnlySpan<byte>, IBufferWriter<byte>>? _transform;

    /// <summary>Creates a writer.</summary>
    /// <param name="stream">Where lines go; owned by the caller.</param>
    /// <param name="transform">
    /// Copies a resource's JSON, changed; null: as sent, without white space between tokens. Line breaks between tokens that
    /// it leaves become spaces, so that a record stays one line. Must do the same each time: for
    /// a resource over 64 KiB it is called again for each stretch of the copy, so that the copy is never held whole.
    /// </param>
    public NdjsonWriter(Stream stream, Action<ReadOnlySpan<byte>, IBufferWriter<byte>>? transform = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        _transform = transform;
        _origin = stream.CanSeek ? stream.Position : 0;
    }

    /// <summary>Bytes of the whole lines that the stream has taken; after a failed write, where to cut a file back to.</summary>
    public long BytesFlushed { get; private set; }

    /// <summary>Writes one record as one line, and flushes when enough has come together.</summary>
    /// <param name="record">A record whose lease has not ended.</param>
    /// <param name="cancellationToken">Passed to the stream.</param>
    /// <exception cref="IOException">From the stream; what it took before is <see cref="BytesFlushed"/>.</exception>
    public ValueTask WriteAsync(InventoryRecord record, CancellationToken cancellationToken = default)
    {
        var item = record.Item;
        if (item.Error is { } error)
        {
            WriteError(error);
        }
        else if (item.Json.Length > FlushBytes)
        {
            return WriteLargeAsync(item, cancellationToken);
        }
        else
        {
            WriteResource(item);
        }

        return _buffer.Count < FlushBytes ? default : FlushAsync(cancellationToken);
    }

    /// <summary>Gives every line to the stream.</summary>
    /// <param name="cancellationToken">Passed to the stream.</param>
    /// <exception cref="IOException">From the stream.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_buffer.Count > 0)
        {
            BytesFlushed += await WriteBufferAsync(cancellationToken).ConfigureAwait(false);
        }

        await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Flushes. The stream stays open.</summary>
    public async ValueTask DisposeAsync() => await FlushAsync().ConfigureAwait(false);

    /// <summary>
    /// A large resource goes to the stream through the buffer, piece by piece: no stream makes a copy of its size then, and
    /// none is still writing from the reader's memory when that is let go.
    /// </summary>
    private async ValueTask WriteLargeAsync(ResourceItem item, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        var length = item.IsCompact && _transform is null
            ? await WriteAsSentAsync(item, cancellationToken).ConfigureAwait(false)
            : await WriteChangedAsync(item, cancellationToken).ConfigureAwait(false);
        EndResource();
        BytesFlushed += length + await WriteBufferAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<long> WriteAsSentAsync(ResourceItem item, CancellationToken cancellationToken)
    {
        BeginResource(item);
        return await WritePiecesAsync(item.Json, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<long> WriteChangedAsync(ResourceItem item, CancellationToken cancellationToken)
    {
        using var window = new TransformWindow(item.Json.Length);
        var (copied, length) = (0L, 0L);
        do
        {
            window.Begin(copied);
            CopyData(item, window);
            window.JoinLines();
            if (copied == 0)
            {
                BeginResource(item); // only now: one that cannot be copied leaves nothing of itself
            }

            length += await WritePiecesAsync(window.Taken, cancellationToken).ConfigureAwait(false);
            copied += window.Taken.Length;
        }
        while (copied < window.Copied && !window.Taken.IsEmpty);
        return length;
    }

    /// <returns>How much of the record the stream has taken.</returns>
    private async ValueTask<long> WritePiecesAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        var length = 0L;
        while (!text.IsEmpty)
        {
            if (_buffer.Count >= FlushBytes)
            {
                length += await WriteBufferAsync(cancellationToken).ConfigureAwait(false);
            }

            var piece = text[..Math.Min(text.Length, Math.Max(1, FlushBytes - _buffer.Count))];
            _buffer.Write(piece.Span);
            text = text[piece.Length..];
        }

        return length;
    }

    private async ValueTask<int> WriteBufferAsync(CancellationToken cancellationToken)
    {
        var written = _buffer.Written;
        await _stream.WriteAsync(written, cancellationToken).ConfigureAwait(false);
        _buffer.Clear();
        return written.Length;
    }

    private void WriteResource(ResourceItem item)
    {
        var before = _buffer.Count;
        try
        {
            BeginResource(item);
            var data = _buffer.Count;
            CopyData(item, _buffer);
            _buffer.JoinLines(data);
            EndResource();
        }
        catch
        {
            _buffer.CutTo(before); // lines before it are whole, and stay
            throw;
        }
    }

    private void BeginResource(ResourceItem item)
    {
        _buffer.Write("{\"name\":"u8);
        WriteName(item);
        _buffer.Write(_envelope.For(item));
    }

    private void EndResource() => _buffer.Write("}}\n"u8);

    private void CopyData(ResourceItem item, IBufferWriter<byte> output)
    {
        if (_transform is not null)
        {
            _transform(item.Json.Span, output);
        }
        else if (item.IsCompact)
        {
            output.Write(item.Json.Span);
        }
        else
        {
            JsonCompactor.Write(item.Json.Span, output);
        }
    }

    private void WriteName(ResourceItem item)
    {
        if (item.NameText is not null || JsonText.NeedsEscape(item.NamePrefix) || JsonText.NeedsEscape(item.NameRest))
        {
            JsonText.Write(_buffer, item.GetName());
            return;
        }

        _buffer.Write("\""u8);
        _buffer.Write(item.NamePrefix);
        _buffer.Write(item.NameRest);
        _buffer.Write("\""u8);
    }

    private void WriteError(InventoryError error)
    {
        using (var json = new Utf8JsonWriter(_buffer, JsonText.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteStartObject("error"u8);
            json.WriteString("project"u8, error.Project);
            if (error.Parent is { } parent)
            {
                json.WriteString("parent"u8, parent);
            }

            json.WriteString("assetType"u8, error.AssetType);
            json.WriteString("location"u8, error.Location);
            json.WriteString("state"u8, error.State.ToText());
            json.WriteString("reason"u8, error.Reason);
            json.WriteString("message"u8, error.Message);
            if (error.HttpStatus is { } status)
            {
                json.WriteNumber("httpStatus"u8, status);
            }
            else
            {
                json.WriteNull("httpStatus"u8);
            }

            json.WriteNumber("attempts"u8, error.Attempts);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        _buffer.Write("\n"u8);
    }
}
