using System.Globalization;
using System.Text;

namespace Inventory.Memory.GoogleCloud.Emulator.Json;

/// <summary>Google's partial response masks: <c>items/*/instances(name,labels),nextPageToken</c>.</summary>
/// <remarks>An instance is one level; a level without children selects all below it.</remarks>
internal sealed class FieldMask
{
    private const int MaxLength = 4096;
    private const int MaxDepth = 32;
    private readonly List<(byte[] Name, FieldMask Mask)> _children = [];

    /// <summary>The names that this level selects, for a check against what there is.</summary>
    public IEnumerable<string> Names => _children.Select(child => Encoding.UTF8.GetString(child.Name));

    /// <summary>Reads a mask.</summary>
    /// <returns>False with a reason when the mask is not one.</returns>
    public static bool TryParse(string text, out FieldMask mask, out string reason)
    {
        mask = new FieldMask();
        if (text.Length > MaxLength)
        {
            reason = $"longer than {MaxLength} characters";
            return false;
        }

        var position = 0;
        if (!mask.ParseList(text, ref position, 0, out reason))
        {
            return false;
        }

        reason = position == text.Length ? "" : string.Create(CultureInfo.InvariantCulture, $"unexpected '{text[position]}' at {position}");
        return reason.Length == 0;
    }

    /// <summary>Whether a property is selected, and what of it (null: all).</summary>
    public bool TrySelect(ReadOnlySpan<byte> name, out FieldMask? below)
    {
        foreach (var (candidate, mask) in _children)
        {
            if (candidate.AsSpan().SequenceEqual(name) || candidate.AsSpan().SequenceEqual("*"u8))
            {
                below = mask._children.Count == 0 ? null : mask;
                return true;
            }
        }

        below = null;
        return false;
    }

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '*' or '@' or '$';

    private bool ParseList(string text, ref int position, int depth, out string reason)
    {
        do
        {
            if (!ParsePath(text, ref position, depth, out reason))
            {
                return false;
            }
        }
        while (Take(text, ref position, ','));
        return true;
    }

    private bool ParsePath(string text, ref int position, int depth, out string reason)
    {
        reason = depth > MaxDepth ? $"deeper than {MaxDepth} levels" : "";
        var start = position;
        while (position < text.Length && IsNamePart(text[position]))
        {
            position++;
        }

        if (position == start)
        {
            reason = position < text.Length ? string.Create(CultureInfo.InvariantCulture, $"a name expected at {position}") : "a name expected at the end";
        }

        if (reason.Length > 0)
        {
            return false;
        }

        var child = Child(text[start..position]);
        if (Take(text, ref position, '/') || Take(text, ref position, '.'))
        {
            return child.ParsePath(text, ref position, depth + 1, out reason);
        }

        if (!Take(text, ref position, '('))
        {
            return true;
        }

        if (!child.ParseList(text, ref position, depth + 1, out reason))
        {
            return false;
        }

        reason = Take(text, ref position, ')') ? "" : "a closing parenthesis is missing";
        return reason.Length == 0;
    }

    private static bool Take(string text, ref int position, char wanted)
    {
        var found = position < text.Length && text[position] == wanted;
        position += found ? 1 : 0;
        return found;
    }

    private FieldMask Child(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        foreach (var (candidate, mask) in _children)
        {
            if (candidate.AsSpan().SequenceEqual(bytes))
            {
                return mask;
            }
        }

        var added = new FieldMask();
        _children.Add((bytes, added));
        return added;
    }
}
