using System.Text.Json;
using System.Text.Unicode;

namespace Inventory.Memory.Json;

/// <content>The names of properties around the items: what each promises of its value, and whether they are a list's.</content>
public sealed partial class JsonItemReader
{
    private void ReadName(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            ThrowIfNoList(ref reader);
            _phase = _level == 0 ? Phase.Done : Phase.Object;
            _level--;
            ScopeKey = _level >= 0 && _shape.Parts[_level] is null ? null : ScopeKey;
            return;
        }

        if (!Utf8.IsValid(reader.ValueSpan))
        {
            // Not just a name of no interest: it may have been the page token's or the items'.
            throw NotText(_buffer.Offset + _parsed + reader.TokenStartIndex);
        }

        Expect(ref reader);
        if (_level == 0)
        {
            _hasProperties = true;
            _isList = _isList || _expected != Expected.Nothing || IsKnown(ref reader);
        }
    }

    /// <summary>Finds out what a property is.</summary>
    private void Expect(ref Utf8JsonReader reader)
    {
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

    private bool IsKnown(ref Utf8JsonReader reader)
    {
        foreach (var name in _shape.KnownNames)
        {
            if (reader.ValueTextEquals(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Another server's object is no empty list.</summary>
    private void ThrowIfNoList(ref Utf8JsonReader reader)
    {
        if (_level == 0 && _hasProperties && !_isList && _shape.KnownNames.Length > 0)
        {
            throw new MalformedJsonException(
                _buffer.Offset + _parsed + reader.TokenStartIndex,
                $"the object that ends there has neither '{_shape.ItemsPath}' nor any other property of a list.");
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
}
