using System.Buffers;
using System.Text;
using Inventory.Memory.Json;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>Finds the text of one of an item's properties by its number.</summary>
internal delegate JsonField PropertyReader(int property);

/// <summary>Makes the full names of one call's resources, in a buffer that is used again: no allocation per item.</summary>
/// <remarks>A name is valid until the next one. Not safe for concurrent use.</remarks>
internal sealed class NameComposer
{
    private readonly NamePlan.Part[] _parts;
    private readonly PropertyReader _read;
    private readonly byte[] _prefix;
    private readonly ArrayBufferWriter<byte> _buffer = new(256);
    private readonly bool _hasProperties;
    private bool _needsText;
    private bool _isNamed;
    private string? _problem;

    /// <param name="plan">The template.</param>
    /// <param name="host">The host of the names.</param>
    /// <param name="project">The project that is asked.</param>
    /// <param name="parent">The name of the parent resource without host and project; empty where there is none.</param>
    /// <param name="read">Reads the properties of the item that is being named.</param>
    public NameComposer(NamePlan plan, string host, string project, string parent, PropertyReader read)
    {
        _read = read;
        var prefix = new StringBuilder($"//{host}/");
        var count = 0;
        for (; count < plan.Parts.Count && plan.Parts[count] is { Group: 0 } part && Fixed(part, project, parent) is { } text; count++)
        {
            prefix.Append(text);
        }

        _prefix = Encoding.UTF8.GetBytes(prefix.ToString());
        _parts = [.. plan.Parts.Skip(count).Select(part => Fixed(part, project, parent) is { } text ? part with { Word = NamePlan.Word.Literal, Literal = Encoding.UTF8.GetBytes(text) } : part)];
        _hasProperties = Array.Exists(_parts, part => part.Word == NamePlan.Word.Property);
    }

    /// <summary>Names the item.</summary>
    /// <returns>Why it cannot be named; null when it is.</returns>
    public string? SetName(ResourceItem item, string location)
    {
        if (_parts is [{ Word: NamePlan.Word.Property, Group: 0 } only] && _read(only.Property) is { IsEscaped: false } whole)
        {
            item.SetName(_prefix, whole.Raw);
            return ItemProblem.OfName(whole.Raw.Length);
        }

        Compose(location);
        if (_problem is null && _needsText)
        {
            item.SetName(Encoding.UTF8.GetString(_prefix) + Unescape(location));
        }
        else if (_problem is null)
        {
            item.SetName(_prefix, _buffer.WrittenMemory);
        }

        return _problem;
    }

    /// <summary>The name as text: for what is rare. Null where there is none.</summary>
    public string? GetText(string location)
    {
        Compose(location);
        return _problem is null ? Encoding.UTF8.GetString(_prefix) + (_needsText ? Unescape(location) : Encoding.UTF8.GetString(_buffer.WrittenSpan)) : null;
    }

    private static string? Fixed(NamePlan.Part part, string project, string parent) => part.Word switch
    {
        NamePlan.Word.Literal => Encoding.UTF8.GetString(part.Literal.Span),
        NamePlan.Word.Project => project,
        NamePlan.Word.Parent => parent,
        _ => null,
    };

    private void Compose(string location)
    {
        _buffer.ResetWrittenCount();
        _needsText = false;
        _isNamed = !_hasProperties;
        _problem = null;
        for (var i = 0; i < _parts.Length && _problem is null; i++)
        {
            if (!IsLeftOut(_parts[i].Group))
            {
                Write(_parts[i], location);
            }
        }

        _problem ??= _isNamed ? null : ItemProblem.NoName;
    }

    private void Write(NamePlan.Part part, string location)
    {
        switch (part.Word)
        {
            case NamePlan.Word.Literal:
                _buffer.Write(part.Literal.Span);
                break;
            case NamePlan.Word.Location:
                Encoding.UTF8.GetBytes(location, _buffer);
                break;
            default:
                WriteProperty(_read(part.Property));
                break;
        }
    }

    private void WriteProperty(JsonField text)
    {
        if (!text.IsPresent)
        {
            // One of several may be empty, as a database user's is that stands for everybody of a host.
            return;
        }

        _problem = text.IsEscaped && !text.TryGetText(out _) ? ItemProblem.NameIsNoText : ItemProblem.OfName(_buffer.WrittenCount + text.Raw.Length);
        if (_problem is null)
        {
            _isNamed = true;
            _needsText |= text.IsEscaped;
            _buffer.Write(text.Raw.Span);
        }
    }

    /// <summary>What stands in brackets goes with its property.</summary>
    private bool IsLeftOut(int group) =>
        group > 0 && Array.Exists(_parts, part => part.Group == group && part.Word == NamePlan.Word.Property && !_read(part.Property).IsPresent);

    /// <summary>Properties with JSON escapes are rare: their names are put together as text.</summary>
    private string Unescape(string location) => string.Concat(_parts.Where(part => !IsLeftOut(part.Group)).Select(part => part.Word switch
    {
        NamePlan.Word.Literal => Encoding.UTF8.GetString(part.Literal.Span),
        NamePlan.Word.Location => location,
        _ => _read(part.Property).ToString(),
    }));
}
