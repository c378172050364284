namespace Inventory.Memory.GoogleCloud.Emulator.Estates;

/// <summary>Numbers that look like chance and are the same on every machine and in every run.</summary>
internal static class Mixer
{
    /// <summary>The finalizer of SplitMix64 (Steele, Lea, Flood 2014): a bijection of 64 bits.</summary>
    public static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>A number from 0 to below 1 that belongs to the value.</summary>
    public static double Share(ulong value) => (Mix(value) >> 11) / (double)(1L << 53);

    /// <summary>FNV-1a over the text's UTF-16 units, mixed.</summary>
    public static ulong Hash(string text)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var unit in text)
        {
            hash = (hash ^ unit) * 0x100000001B3;
        }

        return Mix(hash);
    }
}
