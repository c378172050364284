namespace Inventory.Memory.Doctor;

/// <summary>A condition, what it is seen by, and what helps.</summary>
/// <param name="name">Stays the same between versions; the troubleshooting guide lists it.</param>
/// <param name="sign">How it shows itself.</param>
/// <param name="evidence">The condition and its figures in one: null where it is not met.</param>
/// <param name="remedy">What to look at or to set.</param>
internal sealed class DiagnosisRule(string name, MemorySign sign, Func<MemoryDiagnosis, string?> evidence, string remedy)
{
    public string Name => name;

    public MemorySign Sign => sign;

    public MemoryFinding? Apply(MemoryDiagnosis diagnosis) =>
        evidence(diagnosis) is { } seen ? new MemoryFinding(name, sign, seen, remedy) : null;
}
