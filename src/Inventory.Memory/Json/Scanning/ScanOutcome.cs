namespace Inventory.Memory.Json.Scanning;

/// <summary>What an <see cref="ItemScanner"/> has come to.</summary>
internal enum ScanOutcome
{
    /// <summary>The item goes on after the bytes that are there.</summary>
    Unfinished,

    /// <summary>The item is whole: see <see cref="ItemScanner.Length"/>.</summary>
    Ended,

    /// <summary>The item is malformed, or has something that is left to a parser. To be read again from its start.</summary>
    Unsure,
}
