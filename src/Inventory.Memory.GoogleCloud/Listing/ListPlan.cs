using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Selection;
using Inventory.Memory.Json;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>Everything about a collection's calls in one kind of scope that is the same for every project and place.</summary>
/// <remarks>Immutable, so safe for any number of threads.</remarks>
internal sealed class ListPlan
{
    public const int SelfLink = 0;
    public const int Name = 1;
    public const int Id = 2;

    private static readonly string[] s_common = ["selfLink", "name", "id"];

    public ListPlan(SelectedCollection selected, ScopeKind kind, SourceFilter filter)
    {
        (Entry, Kind) = (selected.Entry, kind);
        Properties = new ItemProperties(s_common);
        NamePlan = Entry.NameTemplate is { } template ? new NamePlan(template, Properties) : null;
        LocationProperty = Entry.LocationPath is { } path && kind != ScopeKind.Aggregated ? Properties.Add(path) : -1;
        TokenProperty = Entry.ItemTokenPath is { } token ? Properties.Add(token) : -1;
        Conditions = [.. selected.Children.Select(child => Condition.Parse(child.Entry.When, Properties))];
        Labels = filter.Labels is not null && kind != ScopeKind.Parent ? new ItemPath(Entry.LabelsPath!) : null;
        Shape = new JsonListShape(Entry.ItemsPath(kind))
        {
            Notices = Notices.NamesOf(Entry),
            KnownProperties = [.. AnswerShapes.KnownProperties, .. Entry.PartialFailures ?? []],
            Fields = Properties.Fields,
            NextPageTokenPath = Entry.PageTokenParameter is null ? null : Entry.Service.NextPageTokenPath,
        };
        Query = MakeQuery(selected, filter);
    }

    public CatalogEntry Entry { get; }

    public ScopeKind Kind { get; }

    public JsonListShape Shape { get; }

    public ItemProperties Properties { get; }

    /// <summary>Null where names follow from selfLinks.</summary>
    public NamePlan? NamePlan { get; }

    /// <summary>The property that says where a resource is; -1 where the scope does.</summary>
    public int LocationProperty { get; }

    /// <summary>The property of an item that is the page token after it; -1 where the answer has one.</summary>
    public int TokenProperty { get; }

    /// <summary>For each collection of children, which resources have such.</summary>
    public IReadOnlyList<Condition?> Conditions { get; }

    /// <summary>Where the labels are that are filtered by; null where none are.</summary>
    public ItemPath? Labels { get; }

    /// <summary>The query but for page size and token, without a question mark; <c>{project}</c> and <c>{node}</c> are left open.</summary>
    public string Query { get; }

    /// <summary>Whether items are text and no objects; such cannot be masked.</summary>
    public bool HasTextItems => Entry.NameTemplate?.Contains($"{{{NameParts.Item}}}", StringComparison.Ordinal) == true;

    private string MakeQuery(SelectedCollection selected, SourceFilter filter)
    {
        List<string> query = ["prettyPrint=false"];
        if (Entry.Service.PartialSuccessParameter is { } partial)
        {
            query.Add($"{partial}=true");
        }

        if (Entry.Query is { } more)
        {
            query.Add(more);
        }

        if (filter.Expression is { } expression && Kind != ScopeKind.Parent && Entry.FilterParameter is { } parameter)
        {
            query.Add($"{parameter}={Uri.EscapeDataString(expression)}");
        }

        if (FieldMask.ForAnswer(filter.Fields, Always(selected), Entry.IsSingle ? null : Shape.ItemsPath, Envelope()) is { } mask && !HasTextItems)
        {
            query.Add($"fields={Uri.EscapeDataString(mask)}");
        }

        return string.Join('&', query);
    }

    /// <summary>The properties without which a resource could not be named, placed, filtered, or what belongs to it be found.</summary>
    private IEnumerable<string> Always(SelectedCollection selected)
    {
        // An API refuses a mask with a property that its resources do not have.
        var own = NamePlan is null ? ["name", "selfLink", "id"] : Properties.Tops.Where(top => !s_common.Contains(top, StringComparer.Ordinal) || IsUsed(top));
        return own
            .Concat(Labels is null ? [] : [Labels.Top!])
            .Concat(selected.Embedded.SelectMany(embedded => embedded.Within is { } within ? [new ItemPath(within).Top!] : Derivation.Of(embedded).PropertiesOf(Entry)))
            .Distinct(StringComparer.Ordinal);
    }

    private bool IsUsed(string property) =>
        Entry.LocationPath == property || NameParts.PropertiesOf(Entry.NameTemplate!).Contains(property, StringComparer.Ordinal);

    private IEnumerable<string> Envelope()
    {
        IEnumerable<string> token = Shape.NextPageTokenPath is { } path ? [path] : [];
        var failures = Entry.PartialFailures ?? [];
        return Kind == ScopeKind.Aggregated
            ? token.Prepend($"items/*/{Notices.WarningName}").Concat(failures)
            : token.Concat(failures.Where(name => name != Notices.AggregatedName));
    }
}
