using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Inventory.Memory.Json.Scanning;

namespace Inventory.Memory.Json;

/// <content>The values that are handed out: where each begins and ends, and what is noted of it on the way.</content>
public sealed partial class JsonItemReader
{
    private bool BeginValue(ref Utf8JsonReader reader, ValueKind kind)
    {
        _kind = kind;
        _phase = Phase.Value;
        _checkUtf8 = true;
        _depth = reader.CurrentDepth;
        _field = -1;
        _valueStart = _parsed + (int)reader.TokenStartIndex;
        _tokenEnd = _parsed + (int)reader.BytesConsumed;
        _afterOpening = true;
        IsCompact = kind == ValueKind.Item;
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            return false;
        }

        _phase = Phase.Found;
        return true;
    }

    /// <summary>The tokens of a value. True at its end.</summary>
    private bool ReadValue(ref Utf8JsonReader reader)
    {
        while (reader.Read())
        {
            if (_kind == ValueKind.Item)
            {
                NoteToken(ref reader);
            }

            if (reader.CurrentDepth == _depth)
            {
                _tokenEnd = _parsed + (int)reader.BytesConsumed;
                _phase = Phase.Found;
                return true;
            }
        }

        return false;
    }

    private void NoteToken(ref Utf8JsonReader reader)
    {
        var type = reader.TokenType;
        var start = _parsed + (int)reader.TokenStartIndex;
        var end = _parsed + (int)reader.BytesConsumed;
        var closes = type is JsonTokenType.EndObject or JsonTokenType.EndArray;
        IsCompact &= start - _tokenEnd == (_afterOpening || closes ? 0 : 1);
        _afterOpening = type is JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName;
        _tokenEnd = end;
        if (type == JsonTokenType.PropertyName)
        {
            // Quotes and a colon, or there is white space before the colon.
            IsCompact &= end - start == reader.ValueSpan.Length + 3;
            _field = reader.CurrentDepth == _depth + 1 ? FindField(ref reader) : -1;
        }
        else if (_field >= 0)
        {
            NoteField(ref reader, start);
        }
    }

    private int FindField(ref Utf8JsonReader reader)
    {
        var names = _shape.FieldNames;
        for (var i = 0; i < names.Length; i++)
        {
            if (reader.ValueIsEscaped ? reader.ValueTextEquals(names[i]) : reader.ValueSpan.SequenceEqual(names[i]))
            {
                // Of a property that is there twice the first counts.
                var isFirst = !_fields[i].IsFound;
                _fields[i].IsFound = true;
                return isFirst ? i : -1;
            }
        }

        return -1;
    }

    private void NoteField(ref Utf8JsonReader reader, int start)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
        {
            _fields[_field] = new FieldRange
            {
                IsFound = true,
                Start = start - _valueStart + (reader.TokenType == JsonTokenType.String ? 1 : 0),
                Length = reader.ValueSpan.Length,
                IsEscaped = reader.ValueIsEscaped,
            };
        }

        _field = -1;
    }

    /// <summary>A value is complete. False: it was the page token, and reading goes on.</summary>
    private bool TryHandOut(out JsonStep step)
    {
        ValueLength = _tokenEnd;
        _found = _buffer.Slice(0, _tokenEnd);
        if (_checkUtf8 && !Utf8.IsValid(_found.Span))
        {
            throw new MalformedJsonException(_buffer.Offset, "the value that begins there is not valid UTF-8.");
        }

        step = _step = _kind == ValueKind.Notice ? JsonStep.Notice
            : ValueLength > _maxItemBytes ? JsonStep.SkippedItem : JsonStep.Item;
        if (_kind != ValueKind.Token)
        {
            ItemNumber += _kind == ValueKind.Item ? 1 : 0;
            return true;
        }

        try
        {
            NextPageToken = ReadToken(_found.Span);
        }
        catch (InvalidOperationException problem)
        {
            throw NotText(_buffer.Offset, problem);
        }

        EndValue();
        return false;
    }

    /// <exception cref="MalformedJsonException">It is neither text nor null: taken for the end, it would lose the pages behind it.</exception>
    private string? ReadToken(ReadOnlySpan<byte> value)
    {
        var reader = new Utf8JsonReader(value, new JsonReaderOptions { MaxDepth = _maxDepth });
        reader.Read();
        for (var part = 1; part < _shape.TokenParts.Length && reader.TokenType == JsonTokenType.StartObject; part++)
        {
            if (!TryMoveTo(ref reader, _shape.TokenParts[part]))
            {
                return null;
            }

            if (part == _shape.TokenParts.Length - 1)
            {
                return ReadTokenText(ref reader);
            }
        }

        return _shape.TokenParts.Length == 1 || reader.TokenType == JsonTokenType.Null ? ReadTokenText(ref reader) : throw NoToken(reader.TokenType);
    }

    private string? ReadTokenText(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.String)
        {
            throw NoToken(reader.TokenType);
        }

        ThrowIfTooLong(reader.ValueSpan.Length, MaxTokenBytes, "the page token");
        return reader.GetString() is { Length: > 0 } token ? token : null;
    }

    private MalformedJsonException NoToken(JsonTokenType found) =>
        new(_buffer.Offset, $"the page token ('{_shape.NextPageTokenPath}') is a {found} where a {JsonTokenType.String} should be.");

    /// <summary>What is kept has a bound.</summary>
    private void ThrowIfTooLong(int bytes, int most, string what)
    {
        if (bytes > most)
        {
            throw new MalformedJsonException(_buffer.Offset, string.Create(CultureInfo.InvariantCulture, $"{what} has {bytes} bytes, more than {most}."));
        }
    }

    /// <summary>Moves a reader that stands on an object to the value of one of its properties.</summary>
    private static bool TryMoveTo(ref Utf8JsonReader reader, byte[] name)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isFound = reader.ValueTextEquals(name);
            reader.Read();
            if (isFound)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    private string InternScopeKey(ref Utf8JsonReader reader)
    {
        ThrowIfTooLong(reader.ValueSpan.Length, MaxScopeKeyBytes, "a name in the map of the items");
        Span<char> text = stackalloc char[256];
        if (reader.ValueSpan.Length > text.Length)
        {
            return reader.GetString()!;
        }

        text = text[..reader.CopyString(text)];
        var cache = _scopeKeys.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!cache.TryGetValue(text, out var key))
        {
            if (_scopeKeys.Count == MaxScopeKeys)
            {
                _scopeKeys.Clear();
            }

            key = text.ToString();
            _scopeKeys.Add(key, key);
        }

        return key;
    }
}
