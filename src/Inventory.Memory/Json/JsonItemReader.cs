using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Inventory.Memory.Json.Scanning;

namespace Inventory.Memory.Json;

/// <summary>
/// Takes the items out of a list answer one at a time, as its bytes arrive, whatever the order of its properties.
/// Holds one buffer of 80 KiB, never the page; the buffer grows only for an item that does not fit, and shrinks again.
/// </summary>
/// <remarks>
/// One reader serves any number of bodies one after another: <see cref="Begin"/> each. Every byte is looked at once and
/// validated, UTF-8 included; of items only if <see cref="JsonItemReaderOptions.ValidateItems"/> is on. Not safe for
/// concurrent use. Values that are handed out belong to the reader and are valid until the next read.
/// </remarks>
public sealed partial class JsonItemReader : IDisposable
{
    /// <summary>Up to here a token that is not complete is simply looked at again when more has come.</summary>
    private const int RescanFreelyBytes = 4096;

    /// <summary>More names of scopes than any API has; the cache starts again past it, so that it cannot grow without end.</summary>
    private const int MaxScopeKeys = 1024;

    /// <summary>Eight times the longest location in a whole link; what is longer is no place, and each is kept.</summary>
    private const int MaxScopeKeyBytes = 1024;

    /// <summary>Google's tokens have up to some kilobytes, and no server takes an address of 64 KiB.</summary>
    private const int MaxTokenBytes = 64 * 1024;

    private readonly JsonListShape _shape;
    private readonly int _maxItemBytes;
    private readonly int _maxDepth;
    private readonly bool _validateItems;
    private readonly bool _scanItems;
    private readonly ReadBuffer _buffer;
    private Stream _body = Stream.Null;
    private ReadOnlyMemory<byte> _found;
    private JsonStep _step;
    private bool _bodyEnded;
    private bool _disposed;
    private int _wanted;

    /// <summary>Creates a reader.</summary>
    /// <param name="shape">Where the answers keep their items.</param>
    /// <param name="options">Bounds; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public JsonItemReader(JsonListShape shape, JsonItemReaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        options ??= new JsonItemReaderOptions();
        options.Validate();
        _shape = shape;
        _maxItemBytes = options.MaxItemBytes;
        _maxDepth = options.MaxDepth;
        _validateItems = options.ValidateItems;
        _scanItems = options.ScanItems && FieldFinder.CanFind(shape.FieldNames);
        _finder = new FieldFinder(shape.QuotedFieldNames);
        _scanner = new ItemScanner(_finder, _validateItems, _maxDepth - shape.Parts.Length - 1);
        _buffer = new ReadBuffer(options.TryReserve, options.Release);
        _fields = new FieldRange[shape.FieldNames.Length];
        _phase = Phase.Done;
    }

    /// <summary>The value that was found: of an item or a notice; empty after a skipped item.</summary>
    public ReadOnlyMemory<byte> Value => _step == JsonStep.SkippedItem ? default : _found;

    /// <summary>The length in bytes of the item that was found, or skipped.</summary>
    public long ValueLength { get; private set; }

    /// <summary>Whether <see cref="Value"/> is an item that has no white space between its tokens.</summary>
    public bool IsCompact { get; private set; }

    /// <summary>Which of <see cref="JsonListShape.Notices"/> was found.</summary>
    public int NoticeIndex { get; private set; }

    /// <summary>Whether the skipped item was skipped because memory for it was refused, not for its size alone.</summary>
    public bool WasRefused { get; private set; }

    /// <summary>Whether the skipped item was skipped because it nests too deep, not for its size.</summary>
    public bool WasTooDeep { get; private set; }

    /// <summary>Which item of its body was found, or skipped, counted from 1; 0 before the first.</summary>
    public long ItemNumber { get; private set; }

    /// <summary>The property that the <c>*</c> of the items path stands for at this moment; null outside.</summary>
    public string? ScopeKey { get; private set; }

    /// <summary>The token of the next page, as soon as it has been seen; null where there is none, or it is empty.</summary>
    public string? NextPageToken { get; private set; }

    /// <summary>Bytes read of this body.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Bytes that the reader holds at this moment.</summary>
    public int BufferBytes => _buffer.HeldBytes;

    /// <summary>Begins another body; what was found in the one before ends.</summary>
    /// <param name="body">Read until it ends; not closed. Owned by the caller.</param>
    public void Begin(Stream body)
    {
        ArgumentNullException.ThrowIfNull(body);
        _body = body;
        _bodyEnded = false;
        _buffer.Reset();
        BytesRead = ItemNumber = 0;
        NextPageToken = null;
        ScopeKey = null;
        ResetParser();
    }

    /// <summary>Gives the buffer back. What was handed out ends; the body is left to its owner.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            Begin(Stream.Null);
            _buffer.Return();
        }
    }

    /// <summary>Goes on to the next item, notice or the end.</summary>
    /// <param name="cancellationToken">Passed to the body's reads.</param>
    /// <exception cref="MalformedJsonException">The body is not one whole JSON object of the shape; earlier items stay valid.</exception>
    /// <exception cref="IOException">From the body.</exception>
    public ValueTask<JsonStep> ReadAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        EndValue();

        // Most items are in the buffer already: then there is nothing to wait for, and no state machine.
        return _skipper is null && TryParse(out var step) ? new(step) : ReadMoreAsync(cancellationToken);
    }

    /// <summary>The value of one of <see cref="JsonListShape.Fields"/> in the item that was found, or skipped.</summary>
    /// <param name="index">The field's index there.</param>
    public JsonField GetField(int index)
    {
        var field = _fields[index];
        return field.Copy is not null
            ? new JsonField(field.Copy, field.Copy.AsSpan().Contains((byte)'\\'))
            : field.Length == 0 ? default : new JsonField(_found.Slice(field.Start, field.Length), field.IsEscaped);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<JsonStep> ReadMoreAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_skipper is null && !_buffer.TryMakeRoom(_maxItemBytes))
            {
                BeginSkipping();
            }
            else
            {
                await FillAsync(cancellationToken).ConfigureAwait(false);
            }

            if (_skipper is null ? TryParse(out var step) : TrySkip(out step))
            {
                return step;
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        do
        {
            var read = await _buffer.FillAsync(_body, cancellationToken).ConfigureAwait(false);
            BytesRead += read;
            _bodyEnded = read == 0;
        }
        while (!_bodyEnded && _buffer.Count < _wanted && _buffer.TryMakeRoom(_maxItemBytes));
    }

    private MalformedJsonException Truncated() =>
        new(BytesRead, BytesRead == 0 ? "it is empty." : "it ends there, in the middle.") { IsTruncated = true };
}
