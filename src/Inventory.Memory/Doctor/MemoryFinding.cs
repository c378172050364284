namespace Inventory.Memory.Doctor;

/// <summary>One recommendation: what was seen and what to do.</summary>
public sealed class MemoryFinding
{
    internal MemoryFinding(string rule, MemorySign sign, string evidence, string remedy) =>
        (Rule, Sign, Evidence, Remedy) = (rule, sign, evidence, remedy);

    /// <summary>Gets the rule's name, such as <c>limit-near</c>; it does not change between versions.</summary>
    public string Rule { get; }

    /// <summary>Gets how it shows itself, or would.</summary>
    public MemorySign Sign { get; }

    /// <summary>Gets what was seen, with its figures, as a sentence.</summary>
    public string Evidence { get; }

    /// <summary>Gets what to look at or to set, as a sentence.</summary>
    public string Remedy { get; }
}
