using System.Globalization;

namespace Inventory.Memory.Json;

/// <summary>Bounds of a <see cref="JsonItemReader"/>; read once, when the reader is made.</summary>
public sealed class JsonItemReaderOptions
{
    /// <summary>16 MiB: a hundred times the largest resource in recorded answers (97 KB).</summary>
    public const int DefaultMaxItemBytes = 16 * 1024 * 1024;

    /// <summary>64, as for System.Text.Json; recorded answers nest up to 12 levels.</summary>
    public const int DefaultMaxDepth = 64;

    /// <summary>The largest item in bytes. A larger one is skipped. 1 KiB to 1 GiB.</summary>
    /// <value>16 MiB.</value>
    public int MaxItemBytes { get; set; } = DefaultMaxItemBytes;

    /// <summary>The deepest nesting of the whole answer. A deeper item is skipped; deeper elsewhere, the answer is malformed. 8 to 1000.</summary>
    /// <value>64.</value>
    public int MaxDepth { get; set; } = DefaultMaxDepth;

    /// <summary>
    /// Whether each item is proved to be valid JSON in valid UTF-8. Off: of an item, only where it ends is found, by nesting
    /// and strings, and a malformed one is handed out as it was sent. The rest of the answer is validated either way, and
    /// so is what would make an end doubtful: backslashes outside of strings, control characters inside, too deep nesting.
    /// </summary>
    /// <value>true.</value>
    public bool ValidateItems { get; set; } = true;

    /// <summary>
    /// Asked before the buffer takes so many bytes more, outside the managed heap; refusal skips the item. Null: always granted.
    /// </summary>
    public Func<long, bool>? TryReserve { get; set; }

    /// <summary>Told when so many bytes are let go again.</summary>
    public Action<long>? Release { get; set; }

    /// <summary>Off: the parser alone reads items too. For tests, which compare the two.</summary>
    internal bool ScanItems { get; set; } = true;

    internal void Validate()
    {
        Check(MaxItemBytes, 1024, 1024 * 1024 * 1024, nameof(MaxItemBytes));
        Check(MaxDepth, 8, 1000, nameof(MaxDepth));

        static void Check(int value, int least, int most, string property)
        {
            if (value < least || value > most)
            {
                throw new ArgumentOutOfRangeException(property, value, string.Create(CultureInfo.InvariantCulture, $"{property} must be {least} to {most}."));
            }
        }
    }
}
