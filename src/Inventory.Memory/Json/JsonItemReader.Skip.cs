using System.Globalization;
using System.Text.Json;
using Inventory.Memory.Json.Scanning;

namespace Inventory.Memory.Json;

/// <content>Items that cannot be held: where each ends is found without the parser, and reading goes on behind it.</content>
public sealed partial class JsonItemReader
{
    private bool TrySkip(out JsonStep step)
    {
        _buffer.Discard(_skipper!.Take(_buffer.Unread, out var ended));
        step = JsonStep.SkippedItem;
        if (!ended)
        {
            return _bodyEnded ? throw Truncated() : false;
        }

        for (var i = 0; i < _fields.Length; i++)
        {
            _fields[i] = new FieldRange { Copy = _skipper.Fields[i] };
        }

        ItemNumber++;
        ValueLength = _skipper.Length;
        _skipper = null;
        _step = step;
        _buffer.Shrink();
        _parsed = 0;
        ResumeAfterItem();
        return true;
    }

    private void BeginSkipping()
    {
        var isRefused = _buffer.Count < _maxItemBytes;
        if (!IsInItem())
        {
            throw new MalformedJsonException(
                _buffer.Offset,
                isRefused
                    ? $"there is no memory for a value that is no item and has more than {_buffer.Count} bytes. Raise the memory limit."
                    : string.Create(CultureInfo.InvariantCulture, $"a value that is no item is larger than {_maxItemBytes} bytes. If the answer is right, raise {nameof(JsonItemReaderOptions.MaxItemBytes)}."))
            { IsTooLarge = true };
        }

        WasRefused = isRefused;
        _skipper = new RawSkipper(_shape.FieldNames);
        _wanted = 0;
    }

    /// <summary>Whether the buffer begins with an item. The parser has not begun one that is a string: it is one token.</summary>
    private bool IsInItem()
    {
        if (_phase != Phase.Items)
        {
            return _phase is Phase.Value or Phase.Scan && _kind == ValueKind.Item;
        }

        var text = _buffer.Unread[_parsed..];
        var start = SkipSpaces(text, 0);
        start = _needsComma && start < text.Length && text[start] == ',' ? SkipSpaces(text, start + 1) : start;
        if (start == text.Length || text[start] != '"')
        {
            return false;
        }

        _buffer.Discard(_parsed + start);
        _parsed = 0;
        return true;
    }

    /// <summary>An item that nests deeper than the answer may is skipped alone: its brackets say where it ends. False: that was not the problem.</summary>
    private bool TrySkipDeepItem(ref Utf8JsonReader reader)
    {
        var at = _parsed + (int)reader.BytesConsumed;
        var depth = reader.CurrentDepth + (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? 1 : 0);
        if (_phase != Phase.Value || _kind != ValueKind.Item || depth < _maxDepth
            || at >= _buffer.Count || _buffer.Unread[at] is not ((byte)'{' or (byte)'['))
        {
            return false;
        }

        _buffer.Discard(_valueStart);
        _parsed = _valueStart = _wanted = 0;
        _skipper = new RawSkipper(_shape.FieldNames);
        WasTooDeep = true;
        return true;
    }
}
