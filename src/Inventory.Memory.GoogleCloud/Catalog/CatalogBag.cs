using System.Collections.ObjectModel;

namespace Inventory.Memory.GoogleCloud.Catalog;

/// <summary>The properties of one object of a catalog's file, each with its line.</summary>
internal sealed class CatalogBag
{
    private readonly Dictionary<string, (object Value, int Line)> _values = new(StringComparer.Ordinal);

    public bool TryAdd(string name, object value, int line) => _values.TryAdd(name, (value, line));

    public T? Get<T>(string name)
        where T : class => _values.GetValueOrDefault(name).Value as T;

    public bool? Flag(string name) => _values.GetValueOrDefault(name).Value as bool?;

    public int? Number(string name) => _values.GetValueOrDefault(name).Value as int?;

    public IReadOnlyList<string>? Texts(string name) => Get<List<string>>(name);

    public IReadOnlyDictionary<ScopeKind, string> ByScope(string name) =>
        Get<Dictionary<ScopeKind, string>>(name) ?? (IReadOnlyDictionary<ScopeKind, string>)ReadOnlyDictionary<ScopeKind, string>.Empty;

    public int LineOf(string name) => _values.GetValueOrDefault(name).Line;
}
