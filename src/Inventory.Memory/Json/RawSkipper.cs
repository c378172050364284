using System.Text.Unicode;

namespace Inventory.Memory.Json;

/// <summary>
/// Runs over one object, array or string without holding it, because it is larger than allowed: finds its end, and on
/// the way the string fields by which it can be named.
/// </summary>
internal sealed class RawSkipper(byte[][] fieldNames)
{
    /// <summary>Longer values are cut: enough for any full resource name.</summary>
    private const int MaxTextBytes = 1024;

    private readonly byte[] _text = new byte[MaxTextBytes];
    private readonly bool[] _isFound = new bool[fieldNames.Length];
    private int _textLength;
    private int _field = -1;
    private int _depth;
    private bool _inString;
    private bool _escaped;
    private bool _isName;

    /// <summary>How many bytes the value has had so far.</summary>
    public long Length { get; private set; }

    /// <summary>The fields that were found, by index; null where not.</summary>
    public byte[]?[] Fields { get; } = new byte[]?[fieldNames.Length];

    /// <summary>Takes the next bytes of the value.</summary>
    /// <returns>How many of them belong to it; all of them unless it has ended.</returns>
    public int Take(ReadOnlySpan<byte> bytes, out bool ended)
    {
        ended = false;
        var taken = 0;
        while (taken < bytes.Length && !ended)
        {
            var value = bytes[taken++];
            ended = _inString ? EndsInText(value) : EndsInStructure(value);
        }

        Length += taken;
        return taken;
    }

    private bool EndsInText(byte value)
    {
        if (_escaped || value != '"')
        {
            _escaped = !_escaped && value == '\\';
            if (_depth == 1 && _textLength < MaxTextBytes)
            {
                _text[_textLength++] = value;
            }

            return false;
        }

        _inString = false;
        if (_depth == 1)
        {
            EndText(_text.AsSpan(0, _textLength));
        }

        return _depth == 0;
    }

    private bool EndsInStructure(byte value)
    {
        switch (value)
        {
            case (byte)'"':
                (_inString, _textLength) = (true, 0);
                return false;
            case (byte)'{' or (byte)'[':
                _isName = ++_depth == 1;
                return false;
            case (byte)'}' or (byte)']':
                return --_depth == 0;
            case (byte)':' or (byte)',' when _depth == 1:
                _isName = value == ',';
                return false;
            default:
                return false;
        }
    }

    private void EndText(ReadOnlySpan<byte> text)
    {
        if (_isName)
        {
            _field = FindField(text);
        }
        else if (_field >= 0)
        {
            Fields[_field] = WithoutCutCharacter(text).ToArray();
            _field = -1;
        }
    }

    /// <summary>The bound may have come in the middle of a character of up to four bytes; what is no text otherwise is left out.</summary>
    private static ReadOnlySpan<byte> WithoutCutCharacter(ReadOnlySpan<byte> text)
    {
        for (var cut = 0; cut < 4 && cut < text.Length; cut++)
        {
            if (Utf8.IsValid(text[..^cut]))
            {
                return text[..^cut];
            }
        }

        return default;
    }

    /// <summary>Of a property that is there twice the first counts.</summary>
    private int FindField(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < fieldNames.Length; i++)
        {
            if (name.SequenceEqual(fieldNames[i]))
            {
                var isFirst = !_isFound[i];
                _isFound[i] = true;
                return isFirst ? i : -1;
            }
        }

        return -1;
    }
}
