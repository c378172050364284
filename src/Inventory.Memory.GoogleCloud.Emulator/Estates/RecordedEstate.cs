using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Emulator.Http;
using Microsoft.Win32.SafeHandles;

namespace Inventory.Memory.GoogleCloud.Emulator.Estates;

/// <summary>Resources as they were recorded, each in the project and scope that its <c>selfLink</c> names.</summary>
internal sealed class RecordedEstate : Estate
{
    private readonly RecordedFolder _folder;
    private readonly SafeFileHandle[] _files;

    private RecordedEstate(RecordedFolder folder, Locations locations)
        : base(locations)
    {
        _folder = folder;
        _files = [.. folder.Files.Select(path => File.OpenHandle(path, options: FileOptions.RandomAccess))];
        Projects = [.. folder.Items.Keys.Select(key => key.Project).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    public override IReadOnlyList<string> Projects { get; }

    public override IReadOnlyList<OmittedResource> Omitted => _folder.Omitted;

    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static RecordedEstate Open(string folder, GoogleCatalog catalog)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"There is no folder '{folder}' of recorded resources.");
        }

        var read = new RecordedFolder(folder, catalog);
        read.Read();
        var scopes = read.Items.Values.SelectMany(item => item.Keys).Distinct().ToArray();

        // Recorded places that are not among the known ones must be scopes as well, or their resources would be lost.
        var locations = new Locations(Named(scopes, ScopeKind.Region), Named(scopes, ScopeKind.Zone));
        return new RecordedEstate(read, locations);
    }

    public override void Dispose()
    {
        foreach (var file in _files)
        {
            file.Dispose();
        }

        base.Dispose();
    }

    protected override ResourceList? Open(ListCall call)
    {
        if (!call.IsForNode && !Projects.Contains(call.Project, StringComparer.Ordinal))
        {
            return null;
        }

        var scopes = call.IsAggregated
            ? ScopeName.AllOf(call.Entry, Locations)
            : [new ScopeName(call.Kind, call.Location)];
        var recorded = _folder.Items.GetValueOrDefault((call.Project, call.Entry));
        return new RecordedList(
            _files,
            scopes,
            [.. scopes.Select(scope => recorded?.GetValueOrDefault(scope) ?? (IReadOnlyList<RecordedItem>)[])]);
    }

    private static IEnumerable<string> Named(IEnumerable<ScopeName> scopes, ScopeKind kind) =>
        scopes.Where(scope => scope.Kind == kind).Select(scope => scope.Location);
}
