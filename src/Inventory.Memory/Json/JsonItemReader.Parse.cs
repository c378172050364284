using System.Text;
using System.Text.Json;

namespace Inventory.Memory.Json;

/// <content>The parser: from tokens to items. It can stop after any token and go on when more bytes have come.</content>
public sealed partial class JsonItemReader
{
    private static readonly Encoding s_utf8 = new UTF8Encoding(false, true);

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

    private enum Phase
    {
        Root,
        Object,
        Items,
        Skip,
        Value,
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
        _skipper = null;
        _found = default;
    }

    /// <summary>Lets go of the value that was handed out.</summary>
    private void EndValue()
    {
        _found = default;
        WasRefused = false;
        Array.Clear(_fields);
        if (_phase == Phase.Found)
        {
            _phase = _kind == ValueKind.Item ? Phase.Items : Phase.Object;
            _buffer.Discard(_parsed);
            _parsed = 0;
            _buffer.Shrink(ReadBuffer.KeptForPageBytes);
        }
    }

    private bool TryParse(out JsonStep step)
    {
        step = JsonStep.End;
        if (BytesRead < 3 && !_bodyEnded && "\uFEFF"u8.StartsWith(_buffer.Unread))
        {
            return false;
        }

        if (_phase == Phase.Root && BytesRead == _buffer.Count && _buffer.Unread.StartsWith("\uFEFF"u8))
        {
            _buffer.Discard(3);
        }

        var before = _buffer.Offset + _parsed;
        var reader = new Utf8JsonReader(_buffer.Unread[_parsed..], _bodyEnded, _state);
        try
        {
            var found = ReadTokens(ref reader);
            Save(ref reader);
            if (found)
            {
                return Found(out step);
            }
        }
        catch (JsonException problem)
        {
            throw Malformed(ref reader, problem);
        }

        // A long token is not scanned again for every few bytes that come.
        var unparsed = _buffer.Count - _parsed;
        _wanted = _buffer.Offset + _parsed == before && unparsed > RescanFreelyBytes ? _buffer.Count + unparsed : 0;
        return _bodyEnded && (_phase == Phase.Done ? true : throw Truncated());
    }

    private bool ReadTokens(ref Utf8JsonReader reader)
    {
        while (_phase == Phase.Value || reader.Read())
        {
            switch (_phase)
            {
                case Phase.Value when ReadValue(ref reader):
                    return true;
                case Phase.Value:
                    return false;
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

    private void ReadName(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            _phase = _level == 0 ? Phase.Done : Phase.Object;
            _level--;
            ScopeKey = _level >= 0 && _shape.Parts[_level] is null ? null : ScopeKey;
            return;
        }

        var part = _shape.Parts[_level];
        if (part is null || reader.ValueTextEquals(part))
        {
            _expected = _level == _shape.Parts.Length - 1 ? Expected.Items : Expected.Path;
            ScopeKey = part is null ? InternScopeKey(ref reader) : ScopeKey;
        }
        else if (_level == 0 && _shape.TokenParts.Length > 0 && reader.ValueTextEquals(_shape.TokenParts[0]))
        {
            _expected = Expected.Token;
        }
        else
        {
            _expected = IsNotice(ref reader) ? Expected.Notice : Expected.Nothing;
        }
    }

    private bool IsNotice(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < _shape.NoticeNames.Length && (_level == 0 || _shape.Parts[_level - 1] is null); i++)
        {
            if (reader.ValueTextEquals(_shape.NoticeNames[i]))
            {
                NoticeIndex = i;
                return true;
            }
        }

        return false;
    }

    /// <summary>True when the value is complete already and wanted.</summary>
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
                _phase = Phase.Items;
                return false;
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
        var needless = _phase == Phase.Value ? _valueStart : _parsed;
        _buffer.Discard(needless);
        _parsed -= needless;
        _tokenEnd -= needless;
        _valueStart = 0;
    }

    /// <summary>Puts the parser where it stands after an item, as if the skipped one had been an empty string.</summary>
    private void ResumeAfterSkippedItem()
    {
        var nesting = string.Concat(Enumerable.Repeat("{\"\":", _shape.Parts.Length)) + "[\"\"";
        var reader = new Utf8JsonReader(s_utf8.GetBytes(nesting), false, new JsonReaderState(new JsonReaderOptions { MaxDepth = _maxDepth }));
        while (reader.Read())
        {
            // Only the state that the reader ends in matters.
        }

        _state = reader.CurrentState;
        _phase = Phase.Items;
        _parsed = 0;
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
            : new MalformedJsonException(offset, problem.Message, problem);
    }

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
