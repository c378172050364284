using System.ComponentModel.DataAnnotations;

namespace Inventory.Memory;

/// <summary>How a collector works; read once, when the collector is made.</summary>
public sealed class SequentialCollectorOptions
{
    /// <summary>3: every third scope, as in the guide this library comes from.</summary>
    public const int DefaultScopesPerMemoryCheck = 3;

    /// <summary>After so many scopes memory is checked, beside every page and every type. 1 to 1,000,000.</summary>
    /// <value>3.</value>
    [Range(1, 1_000_000)]
    public int ScopesPerMemoryCheck { get; set; } = DefaultScopesPerMemoryCheck;
}
