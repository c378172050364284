using Inventory.Memory.Cli.Values;
using Inventory.Memory.GoogleCloud;

namespace Inventory.Memory.Cli.Commands;

/// <summary>Which projects are found, beside those that are named, and who is asked for their resources.</summary>
internal sealed class ProjectSettings
{
    public IReadOnlyList<string> Organizations { get; init; } = [];

    public IReadOnlyList<string> Folders { get; init; } = [];

    public bool All { get; init; }

    public IReadOnlyList<string> Labels { get; init; } = [];

    public IReadOnlyList<string> States { get; init; } = [];

    public bool CheckEnabled { get; init; }

    public InventorySource Source { get; init; }

    /// <summary>How many projects an emulator is to have; null: it was not asked for.</summary>
    public int? Emulated { get; init; }

    /// <summary>Whether projects are to be found.</summary>
    public bool FindAny => All || Organizations.Count > 0 || Folders.Count > 0;

    public void ApplyTo(GoogleCloudSelection selection)
    {
        selection.Organizations = Organizations;
        selection.Folders = Folders;
        selection.AllProjects = All;
        selection.ProjectLabels = Labels;
        selection.ProjectStates = States;
        selection.CheckEnabledServices = CheckEnabled;
    }
}
