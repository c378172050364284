using System.ComponentModel.DataAnnotations;

namespace Inventory.Memory;

/// <summary>How a collector works. Copied when a collector is made; under dependency injection it follows them: a run has those of when it was asked for.</summary>
public sealed class SequentialCollectorOptions
{
    /// <summary>3: every third scope, as in the guide this library comes from.</summary>
    public const int DefaultScopesPerMemoryCheck = 3;

    /// <summary>8: what it buys and costs is printed by the part <c>trade-off</c> of the memory benchmark; see <c>docs/performance.md</c>.</summary>
    public const int DefaultLookAhead = 8;

    /// <summary>64: each one may hold a connection and a receive buffer of the kernel.</summary>
    public const int MaxLookAhead = 64;

    /// <summary>
    /// The first pages of so many next scopes are requested while one is being read; records keep their order. The
    /// governor takes it back under pressure. 0 to <see cref="MaxLookAhead"/>; 0: strictly one request after another.
    /// </summary>
    /// <value>8.</value>
    [Range(0, MaxLookAhead)]
    public int LookAhead { get; set; } = DefaultLookAhead;

    /// <summary>After so many scopes memory is checked, beside every page and every type. 1 to 1,000,000.</summary>
    /// <value>3.</value>
    [Range(1, 1_000_000)]
    public int ScopesPerMemoryCheck { get; set; } = DefaultScopesPerMemoryCheck;

    internal SequentialCollectorOptions Copy() => (SequentialCollectorOptions)MemberwiseClone();
}
