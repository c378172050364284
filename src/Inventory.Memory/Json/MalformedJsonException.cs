using System.Globalization;

namespace Inventory.Memory.Json;

/// <summary>An answer is not one whole JSON object of the expected shape. Items that were handed out before are valid.</summary>
public sealed class MalformedJsonException : InventoryException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="byteOffset">Where in the body, in bytes from its start.</param>
    /// <param name="problem">What is wrong there, as the end of a sentence.</param>
    /// <param name="innerException">What caused it.</param>
    public MalformedJsonException(long byteOffset, string problem, Exception? innerException = null)
        : base(string.Create(CultureInfo.InvariantCulture, $"The answer is not usable JSON at byte {byteOffset}: {problem}"), innerException) => ByteOffset = byteOffset;

    /// <summary>Where in the body, in bytes from its start.</summary>
    public long ByteOffset { get; }

    /// <summary>Whether the body simply ended too early, as when a connection breaks.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>Whether a value that is no item is larger than may be held.</summary>
    public bool IsTooLarge { get; init; }
}
