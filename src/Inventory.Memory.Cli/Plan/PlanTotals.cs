namespace Inventory.Memory.Cli.Plan;

/// <summary>The sums of a plan; bounded by the catalog, whatever the number of projects.</summary>
internal sealed class PlanTotals
{
    private readonly HashSet<string> _types = new(StringComparer.Ordinal);
    private string? _project;

    public long Projects { get; private set; }

    public int Types => _types.Count;

    public long Scopes { get; private set; }

    public long Disabled { get; private set; }

    public long Missing { get; private set; }

    public void Add(PlanEntry entry)
    {
        if (entry.Source.Project is { } project && project != _project)
        {
            _project = project;
            Projects++;
        }

        Scopes += entry.Scopes;
        Disabled += entry.State == ScopeState.Disabled ? 1 : 0;
        Missing += entry.IsMissing ? 1 : 0;
        if (!entry.IsMissing)
        {
            _types.Add(entry.Source.Collection);
        }
    }
}
