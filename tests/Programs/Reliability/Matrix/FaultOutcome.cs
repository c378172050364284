using System.Globalization;

namespace Inventory.Memory.Reliability.Matrix;

/// <summary>What became of a run that met a fault.</summary>
/// <param name="Expected">The names of all resources, as a run without a fault gives them.</param>
/// <param name="Names">The names that this run gave.</param>
/// <param name="Errors">Its error records.</param>
/// <param name="State">How its one scope ended.</param>
/// <param name="Requests">Requests sent.</param>
/// <param name="Retries">Of these, because an earlier one failed.</param>
internal sealed record FaultOutcome(
    IReadOnlyList<string> Expected, IReadOnlyList<string> Names, IReadOnlyList<InventoryError> Errors, ScopeState State, long Requests, long Retries)
{
    public bool HasEverythingOnce => Names.Count == Expected.Count && Expected.ToHashSet(StringComparer.Ordinal).SetEquals(Names);

    /// <summary>Whether something that no error record tells of is wrong; null: nothing is.</summary>
    public string? FindSilentFault()
    {
        if (Names.Distinct(StringComparer.Ordinal).Count() != Names.Count)
        {
            return "a resource came twice";
        }

        if (!Names.All(Expected.ToHashSet(StringComparer.Ordinal).Contains))
        {
            return "a resource came that does not exist";
        }

        var hasAnswer = State is ScopeState.Complete or ScopeState.Empty;
        return (hasAnswer, HasEverythingOnce, State) switch
        {
            (true, false, _) => "something is missing, and the scope says complete",
            (true, _, _) when Errors.Count > 0 => "an error record of a scope that is complete",
            (false, _, ScopeState.Disabled) when Names.Count > 0 => "something is missing, and the scope says disabled",
            (false, _, not ScopeState.Disabled) when Errors.Count == 0 => "no error record tells what is missing",
            _ => null,
        };
    }

    public override string ToString()
    {
        var reason = Errors.Count > 0 ? $" ({Errors[0].Reason})" : "";
        var count = HasEverythingOnce ? "all" : string.Create(CultureInfo.InvariantCulture, $"{Names.Count} of {Expected.Count}");
        return string.Create(CultureInfo.InvariantCulture, $"{State.ToString().ToLowerInvariant()}{reason}, {count}{(Retries == 0 ? "" : $", retries: {Retries}")}");
    }
}
