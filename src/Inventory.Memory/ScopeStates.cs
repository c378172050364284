using System.Text.Json;

namespace Inventory.Memory;

/// <summary>What scope states mean to whoever asks whether something is missing, and how they are written.</summary>
public static class ScopeStates
{
    /// <summary>Whether a scope that ended so has nothing missing: complete, empty or disabled.</summary>
    /// <param name="state">The state.</param>
    public static bool IsAnswer(this ScopeState state) => state is ScopeState.Complete or ScopeState.Empty or ScopeState.Disabled;

    /// <summary>Refuses states in which nothing is missing by themselves, and numbers that are none.</summary>
    internal static void ThrowIfNotMissing(ScopeState state, string parameter)
    {
        if (state is ScopeState.Complete or ScopeState.Empty || !Enum.IsDefined(state))
        {
            throw new ArgumentOutOfRangeException(parameter, state, "A failure or a notice must not be complete or empty: it is failed, denied, disabled, partial, skipped or stopped.");
        }
    }

    /// <summary>The state's name in records, manifests and summaries, such as <c>complete</c>.</summary>
    /// <param name="state">The state.</param>
    public static string ToText(this ScopeState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());

    /// <summary>The state of that name; null where there is none.</summary>
    /// <param name="text">As <see cref="ToText"/> writes it.</param>
    public static ScopeState? Parse(string? text)
    {
        foreach (var state in Enum.GetValues<ScopeState>())
        {
            if (string.Equals(state.ToText(), text, StringComparison.Ordinal))
            {
                return state;
            }
        }

        return null;
    }
}
