using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Emulator.Estates;

/// <summary>How the resources of a generated collection are spread over its scopes.</summary>
internal sealed class GeneratedCollection
{
    private static readonly Dictionary<string, int> s_regionWeights = new(StringComparer.Ordinal)
    {
        ["us-central1"] = 30,
        ["europe-west1"] = 12,
        ["us-east1"] = 8,
        ["europe-west4"] = 6,
        ["us-west1"] = 5,
        ["asia-east1"] = 4,
        ["asia-southeast1"] = 3,
    };

    private readonly TemplateSet _templates;
    private readonly CatalogEntry _entry;
    private readonly ulong _ordinal;
    private readonly ulong _seed;
    private readonly ScopeName[] _scopes;
    private readonly long[] _starts;

    public GeneratedCollection(CatalogEntry entry, int ordinal, ulong seed, EstateSpread spread, long count, Locations locations, TemplateSet templates)
    {
        _entry = entry;
        _ordinal = (ulong)ordinal;
        _seed = seed;
        _templates = templates;
        Locations = locations;
        _scopes = ScopeName.AllOf(entry, locations);
        _starts = Spread(_scopes, count, spread == EstateSpread.Even ? static _ => 1 : Weight);
    }

    public Locations Locations { get; }

    public ItemTemplate[] Templates(ScopeKind kind) => _templates.For(_entry, kind);

    public ulong Identity(long number) => (_ordinal << 40) | (ulong)number;

    public ulong Chance(long number) => Mixer.Mix(_seed ^ Mixer.Mix(Identity(number)));

    public ResourceList All(string project) => new GeneratedList(this, project, _scopes, _starts, 0);

    public ResourceList In(string project, ScopeName scope)
    {
        var index = Array.IndexOf(_scopes, scope);
        return new GeneratedList(this, project, [scope], [0, _starts[index + 1] - _starts[index]], _starts[index]);
    }

    /// <summary>Whether there is a resource of that number, in the place that its name says.</summary>
    public bool Has(long number, string name)
    {
        if (number >= _starts[^1])
        {
            return false;
        }

        var parts = name.Split('/');
        var at = Array.FindIndex(parts, part => part is "locations" or "regions" or "zones");
        var index = Array.FindLastIndex(_starts, start => start <= number);
        return at < 0 || at + 1 >= parts.Length || parts[at + 1] == _scopes[Math.Min(index, _scopes.Length - 1)].Location;
    }

    private static long[] Spread(ScopeName[] scopes, long count, Func<ScopeName, long> weigh)
    {
        var totals = scopes.GroupBy(scope => scope.Kind).ToDictionary(kind => kind.Key, kind => kind.Sum(weigh));
        var cumulated = new long[scopes.Length + 1];
        for (var i = 0; i < scopes.Length; i++)
        {
            const long Scale = 100_000;
            var kind = scopes[i].Kind;
            cumulated[i + 1] = cumulated[i] + (Share(kind) * Scale * weigh(scopes[i]) / totals[kind]);
        }

        return [.. cumulated.Select(sum => (long)((Int128)count * sum / cumulated[^1]))];
    }

    private static long Share(ScopeKind kind) => kind switch
    {
        ScopeKind.Zone => 70,
        ScopeKind.Region => 20,
        _ => 10,
    };

    /// <summary>Most in a few places, little in most, nothing in some.</summary>
    private static long Weight(ScopeName scope)
    {
        if (scope.Location.Length == 0)
        {
            return 1;
        }

        var region = scope.Kind == ScopeKind.Zone ? Locations.RegionOf(scope.Location) : scope.Location;
        long weight = s_regionWeights.TryGetValue(region, out var known) ? known : Mixer.Hash(region) % 3 == 0 ? 0 : 1;
        return scope.Kind != ScopeKind.Zone ? weight : weight * (scope.Location[^1] switch { 'a' or 'b' => 3, 'c' => 2, _ => 1 });
    }
}
