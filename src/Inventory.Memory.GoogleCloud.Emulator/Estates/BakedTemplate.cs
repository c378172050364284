using System.Runtime.CompilerServices;

namespace Inventory.Memory.GoogleCloud.Emulator.Estates;

/// <summary>A resource's bytes for one project and scope, but for its holes.</summary>
internal sealed class BakedTemplate(byte[] bytes, TemplateHole[] holes)
{
    /// <summary>What a numeric id starts from, and how far it goes: always 19 digits, always an Int64.</summary>
    private const ulong FirstId = 1_000_000_000_000_000_000;
    private const ulong IdMask = (1UL << 60) - 1;

    public int Length => bytes.Length;

    /// <summary>Copies the resource to <paramref name="output"/>, which is at least <see cref="Length"/> long.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="index">The resource's number within its collection.</param>
    /// <param name="identity">A number that no other resource of the project has, below 2^60.</param>
    /// <param name="chance">A number that is different for every resource and seed.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void CopyTo(Span<byte> output, long index, ulong identity, ulong chance)
    {
        bytes.CopyTo(output);
        foreach (ref readonly var hole in holes.AsSpan())
        {
            var target = output.Slice(hole.Offset, hole.Width);
            switch (hole.Kind)
            {
                case HoleKind.Index:
                    Digits(target, (ulong)index);
                    break;
                case HoleKind.Id:
                    // An odd factor modulo a power of two is a bijection: ids stay different.
                    Digits(target, FirstId + ((identity * 0x9E3779B97F4A7C15) & IdMask));
                    break;
                case HoleKind.Digits:
                    Digits(target, Mixer.Mix(chance + (ulong)hole.Salt));
                    break;
                case HoleKind.Hex:
                    Hex(target, chance + ((ulong)hole.Salt << 32));
                    break;
                default:
                    Time(target, Mixer.Mix(chance + (ulong)hole.Salt));
                    break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Digits(Span<byte> target, ulong value)
    {
        for (var i = target.Length - 1; i >= 0; i--)
        {
            (value, var digit) = Math.DivRem(value, 10);
            target[i] = (byte)('0' + digit);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Hex(Span<byte> target, ulong chance)
    {
        var bits = 0UL;
        for (var i = 0; i < target.Length; i++)
        {
            bits = (i & 15) == 0 ? Mixer.Mix(chance + (ulong)i) : bits >> 4;
            target[i] = "0123456789abcdef"u8[(int)(bits & 15)];
        }
    }

    private static void Time(Span<byte> target, ulong bits)
    {
        "2025-00-00T00:00:00.000-07:00"u8.CopyTo(target);
        Digits(target.Slice(5, 2), 1 + (bits % 12));
        Digits(target.Slice(8, 2), 1 + ((bits >> 8) % 28));
        Digits(target.Slice(11, 2), (bits >> 16) % 24);
        Digits(target.Slice(14, 2), (bits >> 24) % 60);
        Digits(target.Slice(17, 2), (bits >> 32) % 60);
        Digits(target.Slice(20, 3), (bits >> 40) % 1000);
    }
}
