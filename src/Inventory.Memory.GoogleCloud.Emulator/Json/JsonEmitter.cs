using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Inventory.Memory.GoogleCloud.Emulator.Http;

namespace Inventory.Memory.GoogleCloud.Emulator.Json;

/// <summary>Writes JSON as Google lays it out: two spaces a level, or without any white space.</summary>
internal sealed class JsonEmitter(PageWriter output, bool pretty)
{
    private static readonly byte[] s_spaces = Encoding.ASCII.GetBytes(new string(' ', 256));
    private int _depth;
    private bool _first = true;
    private bool _afterName;

    public PageWriter Output => output;

    public bool Pretty => pretty;

    public void Start(byte bracket)
    {
        BeforeValue();
        output.WriteByte(bracket);
        _depth++;
        _first = true;
    }

    public void End(byte bracket)
    {
        _depth--;
        if (!_first)
        {
            NewLine();
        }

        output.WriteByte(bracket);
        _first = false;
    }

    /// <summary>A property's name, escaped already.</summary>
    public void Name(ReadOnlySpan<byte> escaped)
    {
        Separate();
        output.WriteByte((byte)'"');
        output.Write(escaped);
        output.Write(pretty ? "\": "u8 : "\":"u8);
        _first = false;
        _afterName = true;
    }

    public void Name(string name) => Name(JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);

    public void Property(ReadOnlySpan<byte> name, string value)
    {
        Name(name);
        Value(value);
    }

    public void Value(string value)
    {
        BeforeValue();
        output.WriteByte((byte)'"');
        output.Write(JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        output.WriteByte((byte)'"');
        _first = false;
    }

    public void Number(long value)
    {
        Span<byte> digits = stackalloc byte[20];
        value.TryFormat(digits, out var written);
        Raw(digits[..written]);
    }

    /// <summary>A whole value, as it is.</summary>
    public void Raw(ReadOnlySpan<byte> value)
    {
        BeforeValue();
        output.Write(value);
        _first = false;
    }

    /// <summary>Announces a value that the caller writes to <see cref="Output"/>.</summary>
    public void BeginRaw()
    {
        BeforeValue();
        _first = false;
    }

    private void BeforeValue()
    {
        if (_afterName)
        {
            _afterName = false;
        }
        else if (_depth > 0)
        {
            Separate();
        }
    }

    private void Separate()
    {
        if (!_first)
        {
            output.WriteByte((byte)',');
        }

        NewLine();
    }

    private void NewLine()
    {
        if (!pretty)
        {
            return;
        }

        output.WriteByte((byte)'\n');
        for (var left = _depth * 2; left > 0; left -= s_spaces.Length)
        {
            output.Write(s_spaces.AsSpan(0, Math.Min(left, s_spaces.Length)));
        }
    }
}
