using System.Text.RegularExpressions;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Emulator.Http;

namespace Inventory.Memory.GoogleCloud.Emulator.Estates;

/// <summary>What there is to list. Immutable once made, so safe for any number of threads.</summary>
internal abstract partial class Estate(Locations locations) : IDisposable
{
    public Locations Locations => locations;

    /// <summary>The projects it knows; empty when it answers for any.</summary>
    public virtual IReadOnlyList<string> Projects => [];

    public virtual IReadOnlyList<OmittedResource> Omitted => [];

    /// <summary>Finds what a call lists.</summary>
    /// <returns>An error, or null with the list.</returns>
    public ApiError? TryOpen(ListCall call, out ResourceList? list)
    {
        list = null;
        if (call.IsForNode)
        {
            // Which of them there are is the organisation's to say.
            list = NodeName().IsMatch(call.Parent) ? Open(call) : null;
            return list is null ? new ApiError(400, "invalid", $"Invalid value '{call.Parent}' for the folder or organization. Write folders/123.") : null;
        }

        if (!ProjectId.IsValid(call.Project) && (call.Project.Length > 0 || call.Kind != ScopeKind.Parent))
        {
            return new ApiError(400, "invalid", $"Invalid value for field 'project': '{call.Project}'. Not a project id.");
        }

        var (known, field) = call.Kind switch
        {
            ScopeKind.Zone => (locations.HasZone(call.Location), "zone"),
            ScopeKind.Region => (locations.HasRegion(call.Location), "region"),
            ScopeKind.Location or ScopeKind.AllLocations => (call.Location == ListCall.Everywhere || locations.Has(call.Entry, call.Location), "location"),
            _ => (true, ""),
        };
        if (!known)
        {
            return new ApiError(400, "invalid", $"Invalid value for field '{field}': '{call.Location}'. Unknown {field}.");
        }

        list = Open(call);
        return list is null ? ApiError.NotFound(call.Kind == ScopeKind.Parent ? call.Parent : $"projects/{call.Project}") : null;
    }

    public virtual void Dispose()
    {
    }

    [GeneratedRegex("^(organizations|folders)/[0-9]+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NodeName();

    /// <returns>Null when there is no such project, or no such parent.</returns>
    protected abstract ResourceList? Open(ListCall call);
}
