using Inventory.Memory.GoogleCloud.Selection;

namespace Inventory.Memory.GoogleCloud.Catalog;

/// <summary>What can be collected from Google Cloud, as data.</summary>
/// <remarks>Immutable, so safe for any number of threads.</remarks>
public sealed class GoogleCatalog
{
    /// <summary>The largest catalog file that is read: 4 MiB, some fifty times all that ship.</summary>
    public const int MaxFileBytes = 4 * 1024 * 1024;

    /// <summary>The files of the package, in the order in which their collections are collected.</summary>
    private static readonly string[] s_files =
    [
        "compute.v1", "sqladmin.v1", "bigquery.v2", "storage.v1", "pubsub.v1", "cloudfunctions.v2", "file.v1", "firebase.v1beta1", "batch.v1", "cloudbuild.v1",
        "cloudbuild.v2", "run.v2", "run.v1", "container.v1", "appengine.v1", "firestore.v1", "datastore.v1", "dataproc.v1", "storagetransfer.v1", "cloudkms.v1",
    ];

    private static readonly Lazy<GoogleCatalog> s_default = new(() => new GoogleCatalog([.. s_files.SelectMany(LoadEmbedded)]));

    private readonly Dictionary<string, CatalogEntry> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly ILookup<string, CatalogEntry> _children;
    private readonly ILookup<string, CatalogEntry> _derived;

    private GoogleCatalog(IReadOnlyList<CatalogService> services)
    {
        Services = services;
        Collections = [.. services.SelectMany(service => service.Collections)];
        foreach (var service in services)
        {
            foreach (var entry in service.Collections)
            {
                entry.Service = service;
                _byName.TryAdd(entry.FullName, entry);
            }
        }

        _children = Collections.Where(entry => entry.Parent is not null).ToLookup(entry => entry.Parent!, StringComparer.OrdinalIgnoreCase);
        _derived = Collections
            .SelectMany(entry => entry.DerivedFrom, (entry, origin) => (Entry: entry, Origin: origin))
            .ToLookup(pair => pair.Origin, pair => pair.Entry, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The catalog that ships with this package; loaded on first use.</summary>
    public static GoogleCatalog Default => s_default.Value;

    /// <summary>The services, in the order in which they are collected.</summary>
    public IReadOnlyList<CatalogService> Services { get; }

    /// <summary>Every collection of every service, in the order in which they are collected.</summary>
    public IReadOnlyList<CatalogEntry> Collections { get; }

    /// <summary>The collection of that full name, such as <c>compute.disks</c>, whatever its case; null where there is none.</summary>
    /// <param name="fullName">With its service.</param>
    public CatalogEntry? Find(string fullName) => _byName.GetValueOrDefault(fullName);

    /// <summary>The collections whose resources are children of, or stand within, those of another.</summary>
    /// <param name="parent">A collection of this catalog.</param>
    public IEnumerable<CatalogEntry> ChildrenOf(CatalogEntry parent)
    {
        ArgumentNullException.ThrowIfNull(parent);
        return _children[parent.FullName];
    }

    /// <summary>The collections whose records are derived from resources of another.</summary>
    /// <param name="origin">A collection of this catalog.</param>
    public IEnumerable<CatalogEntry> DerivedFrom(CatalogEntry origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        return _derived[origin.FullName];
    }

    /// <summary>What a selection of types means, in the catalog's order.</summary>
    /// <param name="types">Globs as in <see cref="GoogleCloudSelection.Types"/>.</param>
    /// <param name="excluded">Globs of what is left out again.</param>
    /// <param name="children">Whether collections that are listed once for each resource of another are wanted.</param>
    /// <exception cref="ArgumentException">A glob matches nothing; the message names the nearest.</exception>
    public IReadOnlyList<CatalogEntry> Select(IReadOnlyList<string> types, IReadOnlyList<string> excluded, bool children)
    {
        ArgumentNullException.ThrowIfNull(types);
        ArgumentNullException.ThrowIfNull(excluded);
        return TypeSelector.Matching(this, new TypeQuery(types, excluded, children));
    }

    /// <summary>This catalog and more services, which come last. A service may have the name of one that is there already.</summary>
    /// <param name="services">What is added; each belongs to one catalog's family from now on and must not be changed.</param>
    /// <exception cref="CatalogFormatException">A service cannot be used; the message says why.</exception>
    public GoogleCatalog With(params IReadOnlyList<CatalogService> services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return With(services, null, new CatalogLines(keep: false));
    }

    /// <summary>This catalog and the services of a JSON file of the same form as those that ship.</summary>
    /// <param name="path">The file: one service, or an array of them; comments and trailing commas are allowed.</param>
    /// <exception cref="CatalogFormatException">The file is no catalog; the message names the line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public GoogleCatalog WithFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = File.OpenRead(path);
        using var content = new MemoryStream();

        // A pipe does not tell its length.
        var block = new byte[8192];
        while (file.Read(block) is var read and > 0)
        {
            content.Write(block, 0, read);
            if (content.Length > MaxFileBytes)
            {
                throw new CatalogFormatException($"{path} has more than {MaxFileBytes} bytes: it is no catalog.");
            }
        }

        var json = content.ToArray();
        var lines = new CatalogLines(keep: true);
        return With(CatalogReader.Read(json, path, lines), path, lines);
    }

    /// <summary>The collection at the top of those that one is under; itself, where it is at the top.</summary>
    internal CatalogEntry RootOf(CatalogEntry entry)
    {
        while (entry.Parent is { } parent && Find(parent) is { } above)
        {
            entry = above;
        }

        return entry;
    }

    private GoogleCatalog With(IReadOnlyList<CatalogService> services, string? file, CatalogLines lines)
    {
        var catalog = new GoogleCatalog([.. Services, .. services]);
        foreach (var service in services)
        {
            CatalogRules.ThrowIfBroken(service, catalog.Find, file, lines);
        }

        return catalog;
    }

    private static List<CatalogService> LoadEmbedded(string name)
    {
        using var stream = typeof(GoogleCatalog).Assembly.GetManifestResourceStream($"{name}.json")
            ?? throw new InvalidOperationException($"The catalog file '{name}.json' is missing from the assembly.");
        var json = new byte[stream.Length];
        stream.ReadExactly(json);
        return CatalogReader.Read(json, $"{name}.json", new CatalogLines(keep: false));
    }
}
