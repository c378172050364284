namespace Inventory.Memory.MemoryBenchmark.Bars;

/// <summary>A promise in a figure, and what was measured.</summary>
internal sealed record Bar
{
    public const string Pass = "pass";
    public const string Fail = "FAIL";
    public const string NotMeasured = "not measured";
    public const string DoesNotCount = "does not count";

    /// <summary>There is no bar: the figure stands beside one.</summary>
    public const string Beside = "beside";
    public const string NotJudged = "not judged";

    public required string What { get; init; }

    /// <summary>The bar in words.</summary>
    public required string Required { get; init; }

    public string Measured { get; init; } = "";

    public required string Verdict { get; init; }

    /// <summary>What must be known to judge it: conditions, the reason why it was not measured.</summary>
    public string Note { get; init; } = "";

    /// <summary>The single measurements behind the median.</summary>
    public IReadOnlyList<double> Values { get; init; } = [];

    public static Bar Of(string what, string required, string measured, bool passed, IEnumerable<double> values, string note = "") => new()
    {
        What = what,
        Required = required,
        Measured = measured,
        Verdict = passed ? Pass : Fail,
        Note = note,
        Values = [.. values.Select(value => Math.Round(value, 4))],
    };

    public Bar AsBeside() => this with { Verdict = Beside, Required = "" };

    public static Bar Missing(string what, string required, string reason) =>
        new() { What = what, Required = required, Verdict = NotMeasured, Note = reason };
}
