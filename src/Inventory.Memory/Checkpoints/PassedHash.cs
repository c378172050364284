using System.Globalization;
using System.Runtime.InteropServices;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Checkpoints;

/// <summary>A running 64-bit FNV-1a hash over names in order: enough to see that a list has changed, not that someone lies.</summary>
internal readonly record struct PassedHash(ulong Value)
{
    private const ulong Prime = 1099511628211;

    public static PassedHash Empty { get; } = new(14695981039346656037);

    public PassedHash Add(string? name)
    {
        // A byte that no name contains keeps "ab", "c" and "a", "bc" apart; another one tells null from empty.
        var value = AddByte(Value, name is null ? (byte)0xFE : (byte)0xFF);
        foreach (var part in MemoryMarshal.AsBytes(name.AsSpan()))
        {
            value = AddByte(value, part);
        }

        return new(value);
    }

    /// <summary>Adds a source by all that tells it from others.</summary>
    public PassedHash Add(ResourceSource source)
    {
        var hash = Add(source.Project).Add(source.Collection);
        return source.Parent is { } parent ? hash.Add(parent) : hash;
    }

    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);

    public static bool TryParse(string text, out PassedHash hash)
    {
        var isHash = ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value);
        hash = new(value);
        return isHash && text.Length == 16;
    }

    private static ulong AddByte(ulong value, byte part) => unchecked((value ^ part) * Prime);
}
