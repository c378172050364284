using System.Globalization;

namespace Inventory.Memory.Monitoring;

/// <summary>An option's value that breaks its rule.</summary>
/// <param name="Property">The name of the property.</param>
/// <param name="Value">Its value.</param>
/// <param name="Rule">What it must be, beginning with "must".</param>
internal readonly record struct OptionProblem(string Property, object? Value, string Rule)
{
    /// <summary>Property, value and limit in a sentence.</summary>
    public string ToText(string type) => string.Create(CultureInfo.InvariantCulture, $"{type}.{Property} is {Value}; it {Rule}.");

    public ArgumentOutOfRangeException ToException(string type) => new(Property, Value, $"{type}.{Property} {Rule}.");
}
