using System.Globalization;

namespace Inventory.Memory.GoogleCloud.Http;

/// <summary>An answer is longer than any list can be.</summary>
internal sealed class BodyTooLongException(long maxBytes)
    : IOException(string.Create(CultureInfo.InvariantCulture, $"sent a page of more than {maxBytes} bytes; the rest is not read."));
