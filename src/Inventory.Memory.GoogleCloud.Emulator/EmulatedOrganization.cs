using System.Globalization;

namespace Inventory.Memory.GoogleCloud.Emulator;

/// <summary>
/// An organisation of projects in folders: found through Resource Manager, and the only projects that are answered for.
/// </summary>
/// <remarks>
/// Folders have up to four folders and about ten projects each; some projects stand in the organisation itself. Every
/// second project has the label <c>env=prod</c>, the others <c>env=test</c>. Takes no memory, however large.
/// </remarks>
public sealed class EmulatedOrganization
{
    /// <summary>The organisation's id.</summary>
    public const string Id = "100000000000";

    /// <summary>The number of the project that the caller's credentials belong to.</summary>
    public const string CallersProject = "555000111";

    /// <summary>The most projects: their ids have five digits.</summary>
    public const int MaxProjects = 99_999;

    /// <summary>How many projects it has; 10 by default.</summary>
    /// <value>1 to <see cref="MaxProjects"/>.</value>
    public int Projects { get; set; } = 10;

    /// <summary>Projects that are about to be deleted: listed in that state, gone for every other call.</summary>
    public ISet<string> DeletedProjects { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Projects whose resources the caller may not list.</summary>
    public ISet<string> DeniedProjects { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Folders that the caller may not look into, by id.</summary>
    public ISet<string> DeniedFolders { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>APIs that are not enabled, as <c>project/compute.googleapis.com</c>.</summary>
    public ISet<string> DisabledServices { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// APIs that are not enabled in the caller's own project, <see cref="CallersProject"/>, which is none of the organisation: every
    /// call to them is refused, whatever project it asks for, unless its <c>x-goog-user-project</c> names one of the organisation.
    /// </summary>
    public ISet<string> CallersDisabledServices { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The id of a project by its number in the organisation, from 0: <c>emulated-00000</c>.</summary>
    /// <param name="index">Below <see cref="Projects"/>.</param>
    public static string ProjectId(int index) => string.Create(CultureInfo.InvariantCulture, $"emulated-{index:D5}");

    /// <summary>The id of a folder by its number in the organisation, from 1.</summary>
    /// <param name="index">Folders 1 to 4 stand in the organisation, 5 to 8 in folder 1.</param>
    public static string FolderId(int index) => string.Create(CultureInfo.InvariantCulture, $"{200_000_000_000 + index}");
}
