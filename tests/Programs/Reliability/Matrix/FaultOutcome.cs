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
    /// <summary>Resources of a place that could not be reached, from the page on that it was met at.</summary>
    public IReadOnlyList<string> MayBeMissing { get; init; } = [];

    public bool HasEverythingOnce => Names.SequenceEqual(Expected, StringComparer.Ordinal);

    /// <summary>
    /// Whether the resources are not exactly those that the state and the error records say, each once and in order: all of
    /// them; or what stands before the failure; or all but some of one place, which is named. Null: they are.
    /// </summary>
    public string? FindSilentFault() => State switch
    {
        ScopeState.Complete when !HasEverythingOnce => "the scope says complete, and these are not exactly its resources",
        ScopeState.Complete when Errors.Count > 0 => "an error record of a scope that is complete",
        ScopeState.Complete => null,
        ScopeState.Disabled when Names.Count > 0 || Errors.Count > 0 => "an API that is disabled, and a record of it",
        ScopeState.Disabled => null,
        ScopeState.Partial when FindUnnamedGap() is { } gap => gap,
        ScopeState.Failed or ScopeState.Denied when !Names.SequenceEqual(Expected.Take(Names.Count), StringComparer.Ordinal) => "what came before the failure is not the beginning of the list",
        ScopeState.Failed or ScopeState.Denied or ScopeState.Partial => Errors.Count == 1 && Errors[0].State == State ? null : "not one error record that says the same",
        _ => "a state that no fault can lead to",
    };

    private string? FindUnnamedGap()
    {
        var missing = Expected.Except(Names, StringComparer.Ordinal).ToList();
        return !Names.SequenceEqual(Expected.Except(missing), StringComparer.Ordinal) ? "a resource came twice, or in another order, or does not exist"
            : missing.Except(MayBeMissing).Any() ? "a resource is missing that is not of the place that could not be reached"
            : missing.Count > 0 && !missing.All(name => name.Contains($"/{Errors[0].Location}/", StringComparison.Ordinal)) ? "the error record names another place"
            : null;
    }

    public override string ToString()
    {
        var reason = Errors.Count > 0 ? $" ({Errors[0].Reason})" : "";
        var count = HasEverythingOnce ? "all" : string.Create(CultureInfo.InvariantCulture, $"{Names.Count} of {Expected.Count}");
        return string.Create(CultureInfo.InvariantCulture, $"{State.ToString().ToLowerInvariant()}{reason}, {count}{(Retries == 0 ? "" : $", retries: {Retries}")}");
    }
}
