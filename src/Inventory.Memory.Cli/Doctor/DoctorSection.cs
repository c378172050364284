namespace Inventory.Memory.Cli.Doctor;

/// <summary>A heading and its lines.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Lines">Label, value, and where it comes from or what it means.</param>
internal sealed record DoctorSection(string Title, IReadOnlyList<(string Label, string Value, string Note)> Lines);
