using Inventory.Memory.Gc;

namespace Inventory.Memory.Cli.Values;

/// <summary>Makes the policy that was named.</summary>
internal static class GcPolicies
{
    /// <summary>Every third scope, as in the guide.</summary>
    private const int Scopes = 3;

    public static GcPolicy Create(GcPolicyName name) => name switch
    {
        GcPolicyName.Threshold => GcPolicy.Threshold(),
        GcPolicyName.Growth => GcPolicy.Growth(),
        GcPolicyName.Periodic => GcPolicy.Periodic(scopes: Scopes),
        GcPolicyName.None => GcPolicy.None,
        _ => GcPolicy.Default,
    };
}
