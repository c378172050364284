using System.Text;
using System.Text.Json;

namespace Inventory.Memory.GoogleCloud.Redaction;

/// <summary>Which properties tend to hold secrets: <c>secrets.json</c>, read once, when the first resource is redacted.</summary>
/// <remarks>Immutable, so safe for concurrent use. Finding a name allocates nothing.</remarks>
internal sealed class SecretRules
{
    /// <summary>The number of a name of which no rule speaks.</summary>
    public const int Unknown = -1;

    private readonly List<byte[]> _names = [];
    private readonly List<Rule> _rules = [];

    /// <summary>Numbers of names, by the length of the name in UTF-8.</summary>
    private readonly int[][] _byLength;

    private SecretRules(JsonElement rules)
    {
        foreach (var rule in rules.EnumerateArray())
        {
            var mask = Enum.Parse<SecretMask>(rule.GetProperty("mask").GetString()!, ignoreCase: true);
            int[]? under = rule.TryGetProperty("under", out var parents) ? [.. parents.EnumerateArray().Select(NumberOf)] : null;
            _rules.AddRange(rule.GetProperty("names").EnumerateArray().Select(name => new Rule(NumberOf(name), mask, under)));
        }

        _byLength = [.. Enumerable.Range(0, _names.Max(name => name.Length) + 1)
            .Select(length => Enumerable.Range(0, _names.Count).Where(number => _names[number].Length == length).ToArray())];
    }

    public static SecretRules Default { get; } = Read();

    /// <summary>The number of the property's name that the reader is at; <see cref="Unknown"/> where no rule speaks of it.</summary>
    public int Find(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped)
        {
            for (var number = 0; number < _names.Count; number++)
            {
                if (reader.ValueTextEquals(_names[number]))
                {
                    return number;
                }
            }

            return Unknown;
        }

        var name = reader.ValueSpan;
        foreach (var number in name.Length < _byLength.Length ? _byLength[name.Length] : [])
        {
            if (name.SequenceEqual(_names[number]))
            {
                return number;
            }
        }

        return Unknown;
    }

    /// <summary>What is masked of a property's value.</summary>
    /// <param name="name">The number of its name.</param>
    /// <param name="parent">The number of the name of the property that it stands in.</param>
    public SecretMask MaskOf(int name, int parent)
    {
        var found = SecretMask.None;
        foreach (var rule in name == Unknown ? [] : _rules)
        {
            if (rule.Name == name && (rule.Under is null || Array.IndexOf(rule.Under, parent) >= 0))
            {
                found = rule.Mask; // the one that says more, where it stands, comes behind
            }
        }

        return found;
    }

    private int NumberOf(JsonElement name)
    {
        var bytes = Encoding.UTF8.GetBytes(name.GetString()!);
        var known = _names.FindIndex(other => bytes.AsSpan().SequenceEqual(other));
        if (known < 0)
        {
            known = _names.Count;
            _names.Add(bytes);
        }

        return known;
    }

    private static SecretRules Read()
    {
        using var stream = typeof(SecretRules).Assembly.GetManifestResourceStream("secrets.json")!;
        using var document = JsonDocument.Parse(stream);
        return new SecretRules(document.RootElement);
    }

    private sealed record Rule(int Name, SecretMask Mask, int[]? Under);
}
