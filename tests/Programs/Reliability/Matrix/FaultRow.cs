using Inventory.Memory.GoogleCloud;
using Inventory.Memory.GoogleCloud.Emulator.Faults;

namespace Inventory.Memory.Reliability.Matrix;

/// <summary>A fault as the matrix knows it.</summary>
/// <param name="Name">As the table calls it.</param>
/// <param name="Make">The fault; page and number of times are set by the matrix.</param>
internal sealed record FaultRow(string Name, Func<EmulatorFault> Make)
{
    /// <summary>Whether there is no such thing on a first page.</summary>
    public bool NeedsPageBefore { get; init; }

    /// <summary>The first page on which a fault that is met once is made good by a retry: then everything must come. Null: on none.</summary>
    public int? CuredFromPage { get; init; } = 0;

    /// <summary>Options that the fault needs.</summary>
    public Action<GoogleCloudOptions> Configure { get; init; } = static _ => { };

    public override string ToString() => Name;
}
