using System.Buffers;
using System.Text;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>Finds the text of one of an item's properties by its number.</summary>
internal delegate PropertyText PropertyReader(int property);

/// <summary>Makes the full names of one call's resources, in a buffer that is used again: no allocation per item.</summary>
/// <remarks>A name is valid until the next one. Not safe for concurrent use.</remarks>
internal sealed class NameComposer
{
    private readonly NamePlan.Part[] _parts;
    private readonly PropertyReader _read;
    private readonly byte[] _prefix;
    private readonly ArrayBufferWriter<byte> _buffer = new(256);
    private bool _needsText;

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
    }

    /// <summary>Names the item.</summary>
    public void SetName(ResourceItem item, string location)
    {
        if (_parts is [{ Word: NamePlan.Word.Property } only] && _read(only.Property) is { IsEscaped: false } whole)
        {
            item.SetName(_prefix, whole.Raw);
            return;
        }

        Compose(location);
        if (_needsText)
        {
            item.SetName(Encoding.UTF8.GetString(_prefix) + Unescape(location));
        }
        else
        {
            item.SetName(_prefix, _buffer.WrittenMemory);
        }
    }

    /// <summary>The name as text: for what is rare.</summary>
    public string GetText(string location)
    {
        Compose(location);
        return Encoding.UTF8.GetString(_prefix) + (_needsText ? Unescape(location) : Encoding.UTF8.GetString(_buffer.WrittenSpan));
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
        foreach (var part in _parts)
        {
            if (!IsLeftOut(part.Group))
            {
                Write(part, location);
            }
        }
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
                var text = _read(part.Property);
                _needsText |= text.IsEscaped;
                _buffer.Write(text.Raw.Span);
                break;
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
