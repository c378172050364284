using System.Text.Json;
using Inventory.Memory.Checkpoints;
using Inventory.Memory.Json;

namespace Inventory.Memory.Manifests;

/// <summary>Writes how each scope ended as one line of JSON, as it ends. <see cref="ManifestReader"/> reads it back.</summary>
/// <remarks>Holds one line. Not safe for concurrent use. Does not own the stream.</remarks>
public sealed class ManifestWriter : IRunOutput, IDisposable
{
    private readonly Stream _stream;
    private readonly LineBuffer _line = new();
    private readonly Utf8JsonWriter _json;

    /// <summary>Creates a writer.</summary>
    /// <param name="stream">Where lines go; owned by the caller.</param>
    public ManifestWriter(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        _json = new Utf8JsonWriter(_line, JsonText.WriterOptions);
        Position = stream.CanSeek ? stream.Position : 0;
    }

    /// <inheritdoc/>
    public bool CanRewind => _stream is { CanSeek: true, CanWrite: true };

    /// <inheritdoc/>
    public long Position { get; private set; }

    /// <summary>Writes one line.</summary>
    /// <param name="result">How a scope ended.</param>
    /// <param name="cancellationToken">Passed to the stream.</param>
    /// <exception cref="IOException">From the stream; what it took before is <see cref="Position"/>.</exception>
    public async ValueTask WriteAsync(ScopeResult result, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        _line.Clear();
        _json.Reset();
        Format(result);
        _line.Write("\n"u8);
        await _stream.WriteAsync(_line.Written, cancellationToken).ConfigureAwait(false);
        Position += _line.Count;
    }

    /// <inheritdoc/>
    public ValueTask FlushAsync(bool durable, CancellationToken cancellationToken) =>
        MarkedStream.FlushAsync(_stream, durable, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<OutputMark> MarkAsync(CancellationToken cancellationToken) => new(MarkedStream.Mark(_stream, Position));

    /// <inheritdoc/>
    public ValueTask RewindAsync(OutputMark mark, CancellationToken cancellationToken)
    {
        MarkedStream.Rewind(_stream, mark);
        Position = mark.Position;
        return default;
    }

    /// <summary>Gives back what formatting needs. The stream stays open.</summary>
    public void Dispose() => _json.Dispose();

    private void Format(ScopeResult result)
    {
        _json.WriteStartObject();
        _json.WriteString("project"u8, result.Project);
        if (result.Parent is { } parent)
        {
            _json.WriteString("parent"u8, parent);
        }

        _json.WriteString("collection"u8, result.Collection);
        _json.WriteString("scope"u8, result.Scope);
        _json.WriteString("state"u8, result.State.ToText());
        _json.WriteNumber("resources"u8, result.Resources);
        _json.WriteNumber("errors"u8, result.Errors);
        _json.WriteNumber("attempts"u8, result.Attempts);
        _json.WriteNumber("requests"u8, result.Requests);
        _json.WriteNumber("bytes"u8, result.Bytes);
        _json.WriteNumber("elapsedSeconds"u8, Math.Round(result.Elapsed.TotalSeconds, 3));
        _json.WriteString("reason"u8, result.Reason);
        _json.WriteEndObject();
        _json.Flush();
    }
}
