using System.Text.Json;
using System.Text.Unicode;
using Inventory.Memory.Json.Scanning;

namespace Inventory.Memory.Json;

/// <content>The parser: from tokens to items. It can stop after any token and go on when more bytes have come.</content>
public sealed partial class JsonItemReader
{
    private readonly FieldRange[] _fields;
    private readonly Dictionary<string, string> _scopeKeys = new(StringComparer.Ordinal);
    private RawSkipper? _skipper;
    private JsonReaderState _state;
    private Phase _phase;
    private Expected _expected;
    private ValueKind _kind;
    private int _level;
    private int _depth;
    private int _field;

    /// <summary>Bytes of the buffer that have been parsed, and where in it the value began that is being read.</summary>
    private int _parsed;
    private int _valueStart;

    /// <summary>Where the last token of the value ended, and whether a comma has to come before the next.</summary>
    private int _tokenEnd;
    private bool _afterOpening;

    /// <summary>Whether the answer has any property, and one by which a list is known.</summary>
    private bool _hasProperties;
    private bool _isList;

    private enum Phase
    {
        Root,
        Object,
        Items,
        Skip,

        /// <summary>A value is read token by token.</summary>
        Value,

        /// <summary>An item is scanned.</summary>
        Scan,
        Found,
        Done,
    }

    /// <summary>What the property name that was just read promises of its value.</summary>
    private enum Expected
    {
        Name,
        Path,
        Items,
        Notice,
        Token,
        Nothing,
    }

    private enum ValueKind
    {
        Item,
        Notice,
        Token,
    }

    private void ResetParser()
    {
        _state = new JsonReaderState(new JsonReaderOptions { MaxDepth = _maxDepth });
        _phase = Phase.Root;
        _expected = Expected.Name;
        _level = _parsed = _wanted = 0;
        _hasProperties = _isList = false;
        _skipper = null;
        _found = default;
    }

    /// <summary>Lets go of the value that was handed out.</summary>
    private void EndValue()
    {
        _found = default;
        WasRefused = WasTooDeep = false;
        Array.Clear(_fields);
        if (_phase == Phase.Found)
        {
            _phase = _kind == ValueKind.Item ? Phase.Items : Phase.Object;
            (_mayScan, _needsComma) = (_scanItems, true);
            _buffer.Discard(_parsed);
            _parsed = 0;
            _buffer.Shrink(ReadBuffer.KeptForPageBytes);
        }
    }

    private bool TryParse(out JsonStep step)
    {
        step = JsonStep.End;
        if (!TrySkipByteOrderMark())
        {
            return false;
        }

        while (TryBeginScan() ? TryScan() : TryReadTokens())
        {
            if (_skipper is not null)
            {
                return TrySkip(out step);
            }

            if (_phase == Phase.Found && TryHandOut(out step))
            {
                return true;
            }
        }

        return _bodyEnded && (_phase == Phase.Done ? true : throw Truncated());
    }

    /// <summary>False: more bytes have to tell whether there is one.</summary>
    private bool TrySkipByteOrderMark()
    {
        if (BytesRead < 3 && !_bodyEnded && "\uFEFF"u8.StartsWith(_buffer.Unread))
        {
            return false;
        }

        if (_phase == Phase.Root && BytesRead == _buffer.Count && _buffer.Unread.StartsWith("\uFEFF"u8))
        {
            _buffer.Discard(3);
        }

        return true;
    }

    /// <summary>False: bytes have run out. True: a value is complete, the items begin, or one is to be skipped.</summary>
    private bool TryReadTokens()
    {
        var before = _buffer.Offset + _parsed;
        var reader = new Utf8JsonReader(_buffer.Unread[_parsed..], _bodyEnded, _state);
        bool stopped;
        try
        {
            stopped = ReadTokens(ref reader);
        }
        catch (JsonException problem)
        {
            return TrySkipDeepItem(ref reader) ? true : throw Malformed(ref reader, problem);
        }
        catch (InvalidOperationException problem)
        {
            throw NotText(_buffer.Offset + _parsed + reader.TokenStartIndex, problem);
        }

        Save(ref reader);

        // A long token is not scanned again for every few bytes that come.
        var unparsed = _buffer.Count - _parsed;
        _wanted = !stopped && _buffer.Offset + _parsed == before && unparsed > RescanFreelyBytes ? _buffer.Count + unparsed : 0;
        return stopped;
    }

    private bool ReadTokens(ref Utf8JsonReader reader)
    {
        while (_phase == Phase.Value || reader.Read())
        {
            switch (_phase)
            {
                case Phase.Value:
                    return ReadValue(ref reader);
                case Phase.Root:
                    ThrowIfNot(JsonTokenType.StartObject, ref reader, "The answer");
                    _phase = Phase.Object;
                    break;
                case Phase.Object when _expected == Expected.Name:
                    ReadName(ref reader);
                    break;
                case Phase.Object when OnPropertyValue(ref reader):
                    return true;
                case Phase.Items when reader.TokenType == JsonTokenType.EndArray:
                    _phase = Phase.Object;
                    break;
                case Phase.Items when BeginValue(ref reader, ValueKind.Item):
                    return true;
                case Phase.Skip when reader.CurrentDepth == _depth:
                    _phase = Phase.Object;
                    break;
                default:
                    break;
            }
        }

        return false;
    }

    /// <summary>True when the value is complete already and wanted, or holds the items.</summary>
    private bool OnPropertyValue(ref Utf8JsonReader reader)
    {
        var (expected, type) = (_expected, reader.TokenType);
        _expected = Expected.Name;
        switch (expected)
        {
            case Expected.Path or Expected.Items when type == JsonTokenType.Null:
                return false;
            case Expected.Path:
                ThrowIfNot(JsonTokenType.StartObject, ref reader, "A part of the items path");
                _level++;
                return false;
            case Expected.Items:
                ThrowIfNot(JsonTokenType.StartArray, ref reader, "What holds the items");
                BeginItems(ref reader);
                return true;
            case Expected.Notice:
                return BeginValue(ref reader, ValueKind.Notice);
            case Expected.Token:
                return BeginValue(ref reader, ValueKind.Token);
            default:
                _depth = reader.CurrentDepth;
                _phase = type is JsonTokenType.StartObject or JsonTokenType.StartArray ? Phase.Skip : Phase.Object;
                return false;
        }
    }

    /// <summary>Keeps what the parser has reached, and lets go of the bytes before it that no value needs.</summary>
    private void Save(ref Utf8JsonReader reader)
    {
        _state = reader.CurrentState;
        _parsed += (int)reader.BytesConsumed;
        var needless = _phase is Phase.Value or Phase.Found ? _valueStart : _parsed;
        _buffer.Discard(needless);
        _parsed -= needless;
        _tokenEnd -= needless;
        _valueStart = 0;
    }

    private void ThrowIfNot(JsonTokenType expected, ref Utf8JsonReader reader, string what)
    {
        if (reader.TokenType != expected)
        {
            throw new MalformedJsonException(
                _buffer.Offset + _parsed + reader.TokenStartIndex,
                $"{what} ('{_shape.ItemsPath}') is a {reader.TokenType} where a {expected} should be.");
        }
    }

    private MalformedJsonException Malformed(ref Utf8JsonReader reader, JsonException problem)
    {
        var offset = _buffer.Offset + _parsed + reader.BytesConsumed;
        return _bodyEnded && (BytesRead == 0 || IsIncomplete(ref reader))
            ? Truncated()
            : new MalformedJsonException(offset, JsonProblem.WithoutPlace(problem.Message), problem);
    }

    /// <summary>A string whose bytes or escapes are no text: the parser lets it pass, and refuses to hand it out or compare it.</summary>
    private static MalformedJsonException NotText(long offset, InvalidOperationException? problem = null) =>
        new(offset, "the string that begins there is not valid text.", problem);

    /// <summary>Whether more bytes could have made it whole: then the body was cut, not wrong.</summary>
    private bool IsIncomplete(ref Utf8JsonReader reader)
    {
        var rest = new Utf8JsonReader(_buffer.Unread[_parsed..], false, _state);
        try
        {
            while (rest.Read())
            {
                // To the end, as far as it goes.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
