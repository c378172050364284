using System.Collections.Concurrent;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Emulator.Estates;

/// <summary>The templates of every collection, made on first use; bounded by the catalog.</summary>
internal sealed class TemplateSet
{
    private static readonly string[] s_files = ["compute.templates.json", "services.templates.json"];

    private const string Host = "https://www.googleapis.com/";
    private readonly Dictionary<string, string[]> _bodies = Load();
    private readonly ConcurrentDictionary<(CatalogEntry, ScopeKind), ItemTemplate[]> _templates = new();

    /// <summary>The templates of a collection's resources in a kind of scope; at least one.</summary>
    public ItemTemplate[] For(CatalogEntry entry, ScopeKind kind) =>
        _templates.GetOrAdd((entry, kind), static (key, set) => set.Make(key.Item1, key.Item2), this);

    private static Dictionary<string, string[]> Load()
    {
        Dictionary<string, string[]> bodies = new(StringComparer.Ordinal);
        foreach (var file in s_files)
        {
            using var stream = typeof(TemplateSet).Assembly.GetManifestResourceStream(file)
                ?? throw new InvalidOperationException($"The templates '{file}' are missing from the assembly.");
            using var document = JsonDocument.Parse(stream);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                bodies.Add(property.Name, [.. property.Value.EnumerateArray().Select(body => body.GetRawText())]);
            }
        }

        return bodies;
    }

    private ItemTemplate[] Make(CatalogEntry entry, ScopeKind kind)
    {
        // A collection that has no templates yet gets the properties that every resource has.
        var bodies = _bodies.GetValueOrDefault(entry.FullName, ["""{"description":"Made by the emulator"}"""]);
        return
        [
            .. bodies.Select(body => entry.NameTemplate is null ? Render(entry, kind, body) : ServiceTemplate.Make(entry, kind, body)).OfType<string>().Select(text => new ItemTemplate(text)),
        ];
    }

    /// <returns>Null when the template is for other kinds of scopes.</returns>
    private static string? Render(CatalogEntry entry, ScopeKind kind, string body)
    {
        using var document = JsonDocument.Parse(body);
        if (document.RootElement.TryGetProperty("@scopes", out var scopes)
            && !scopes.EnumerateArray().Any(scope => string.Equals(scope.GetString(), kind.ToString(), StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        var properties = document.RootElement.EnumerateObject().Where(property => !property.Name.StartsWith('@')).ToList();
        var links = Links(entry, kind);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            WriteCommon(writer, entry, kind);
            foreach (var (link, value) in links.Where(link => !properties.Exists(property => property.NameEquals(link.Key))))
            {
                writer.WriteString(link, value);
            }

            foreach (var property in properties)
            {
                WriteProperty(writer, property, links);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WriteCommon(Utf8JsonWriter writer, CatalogEntry entry, ScopeKind kind)
    {
        writer.WriteString("kind", Kinds.Item(entry));
        writer.WriteString("id", "{id}");
        writer.WriteString("creationTimestamp", "{t}");
        writer.WriteString("name", Name(entry, kind));
    }

    /// <summary>
    /// Compute Engine writes these behind other properties: a template that names them, with an empty value, says where.
    /// Where a resource has no such link, as in a scope of another kind, it is left out.
    /// </summary>
    private static void WriteProperty(Utf8JsonWriter writer, JsonProperty property, OrderedDictionary<string, string> links)
    {
        if (property.Name is not ("selfLink" or "zone" or "region") || !property.Value.ValueEquals(""))
        {
            property.WriteTo(writer);
        }
        else if (links.TryGetValue(property.Name, out var link))
        {
            writer.WriteString(property.Name, link);
        }
    }

    /// <summary>Where a resource is, in the order in which it is written if the template does not say.</summary>
    private static OrderedDictionary<string, string> Links(CatalogEntry entry, ScopeKind kind)
    {
        var project = $"{Host}{entry.Service.BasePath}projects/{{project}}";
        var (name, segment) = (Name(entry, kind), entry.Segment);
        var self = kind switch
        {
            ScopeKind.Organization => $"{Host}{entry.Path(kind)}/{name}",
            ScopeKind.Project => $"{project}/{segment}/{name}",
            _ => $"{project}/{{scope}}/{segment}/{name}",
        };
        var links = new OrderedDictionary<string, string>(StringComparer.Ordinal) { ["selfLink"] = self };
        if (kind is ScopeKind.Zone or ScopeKind.Region)
        {
            links.Add(kind == ScopeKind.Zone ? "zone" : "region", $"{project}/{{scope}}");
        }

        return links;
    }

    private static string Name(CatalogEntry entry, ScopeKind kind) => kind switch
    {
        ScopeKind.Project => "{location}",
        ScopeKind.Organization => Kinds.NameInNode(entry),
        _ => $"{Kinds.NamePrefix(entry)}-{{n}}",
    };
}
