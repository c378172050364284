using Inventory.Memory.GoogleCloud.Emulator.Estates;
using Inventory.Memory.GoogleCloud.Emulator.Http;

namespace Inventory.Memory.GoogleCloud.Emulator.Faults;

/// <summary>Says which fault meets a call. Safe for any number of threads.</summary>
internal sealed class FaultScript(IEnumerable<EmulatorFault> faults, ulong seed)
{
    private readonly Rule[] _rules = [.. faults.Select((fault, index) => new Rule(fault, Mixer.Mix(seed + (ulong)index)))];

    /// <summary>The fault for this call, if any; counts it.</summary>
    public EmulatorFault? Next(ListCall call, int page) => Next(fault => Matches(fault, call, page));

    /// <summary>The fault for a call of a list that is in no catalog, if any; counts it.</summary>
    public EmulatorFault? Next(string method, string collection, string scope, int page) => Next(fault =>
        Same(fault.Method, method)
        && Same(fault.Collection, collection)
        && Same(fault.Scope, scope)
        && fault.Project is null
        && (fault.Page is null || fault.Page == page));

    private EmulatorFault? Next(Func<EmulatorFault, bool> matches)
    {
        foreach (var rule in _rules)
        {
            if (rule.Fault.Kind != FaultKind.UnreachableScope && matches(rule.Fault) && rule.Take())
            {
                return rule.Fault;
            }
        }

        return null;
    }

    /// <summary>The scopes that cannot be reached in this call, as <c>zones/us-central1-b</c>; counts them.</summary>
    public HashSet<string> Unreachable(ListCall call, int page)
    {
        var scopes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rule in _rules)
        {
            if (rule.Fault is { Kind: FaultKind.UnreachableScope, Unreachable: { } scope }
                && (call.IsAggregated || call.IsForAllPlaces || call.Scope == scope)
                && Matches(rule.Fault, call, page)
                && rule.Take())
            {
                scopes.Add(scope);
            }
        }

        return scopes;
    }

    private static bool Matches(EmulatorFault fault, ListCall call, int page) =>
        Same(fault.Method, call.Method)
        && (Same(fault.Collection, call.Entry.FullName) || Same(fault.Collection, call.Entry.Name))
        && Same(fault.Scope, call.Scope)
        && Same(fault.Project, call.Project)
        && (fault.Page is null || fault.Page == page);

    private static bool Same(string? wanted, string actual) =>
        wanted is null || string.Equals(wanted, actual, StringComparison.OrdinalIgnoreCase);

    private sealed class Rule(EmulatorFault fault, ulong seed)
    {
        private long _called;
        private long _met;

        public EmulatorFault Fault => fault;

        public bool Take()
        {
            if (fault.Rate < 1 && Mixer.Share(seed ^ (ulong)Interlocked.Increment(ref _called)) >= fault.Rate)
            {
                return false;
            }

            var number = Interlocked.Increment(ref _met);
            return number > fault.Skip && (fault.Times is null || number - fault.Skip <= fault.Times);
        }
    }
}
