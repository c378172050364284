using System.Text.Json;
using Inventory.Memory.Json.Scanning;

namespace Inventory.Memory.Json;

/// <content>
/// The hot path: items that are objects or arrays are scanned, not parsed. What the scanner is not sure of is read again
/// from its start by the parser, which has the last word on what is valid and says what is wrong.
/// </content>
public sealed partial class JsonItemReader
{
    private readonly FieldFinder _finder;
    private ItemScanner _scanner;

    /// <summary>The parser's states at an item's first byte and behind its last; the same for all items of an array.</summary>
    private JsonReaderState _beforeItem;
    private JsonReaderState _afterItem;

    private bool _needsComma;
    private bool _mayScan;
    private bool _checkUtf8;

    private void BeginItems(ref Utf8JsonReader reader)
    {
        _phase = Phase.Items;
        (_mayScan, _needsComma) = (_scanItems, false);
        _beforeItem = reader.CurrentState;

        // An empty string stands for any item.
        var one = new Utf8JsonReader("\"\""u8, isFinalBlock: false, _beforeItem);
        one.Read();
        _afterItem = one.CurrentState;
    }

    /// <summary>Puts the parser behind an item that it has not seen.</summary>
    private void ResumeAfterItem()
    {
        _state = _afterItem;
        (_mayScan, _needsComma) = (_scanItems, true);
        _phase = Phase.Items;
    }

    /// <summary>Whether an item is being scanned, now if not before: what stands between two of them is seldom more than a comma.</summary>
    private bool TryBeginScan()
    {
        if (_phase != Phase.Items || !_mayScan)
        {
            return _phase == Phase.Scan;
        }

        var text = _buffer.Unread[_parsed..];
        var start = SkipSpaces(text, 0);
        if (_needsComma)
        {
            if (start == text.Length || text[start] != ',')
            {
                return false;
            }

            start = SkipSpaces(text, start + 1);
        }

        if (start == text.Length || text[start] is not ((byte)'{' or (byte)'['))
        {
            return false;
        }

        _buffer.Discard(_parsed + start);
        (_parsed, _wanted) = (0, 0);
        (_phase, _kind) = (Phase.Scan, ValueKind.Item);
        _scanner.Begin();
        return true;
    }

    /// <summary>False: bytes have run out. True: an item is complete, or left to the parser.</summary>
    private bool TryScan()
    {
        var bytes = _buffer.Unread;
        var outcome = _scanner.Scan(bytes);
        if (outcome == ScanOutcome.Ended)
        {
            _tokenEnd = _parsed = _scanner.Length;
            IsCompact = _scanner.IsCompact;
            _checkUtf8 = _validateItems && _scanner.MayHaveNonAscii;
            _finder.Resolve(bytes[.._scanner.Length], _fields);
            _state = _afterItem;
            _phase = Phase.Found;
            return true;
        }

        if (outcome == ScanOutcome.Unfinished && !_bodyEnded)
        {
            return false;
        }

        _state = _beforeItem;
        _mayScan = false;
        _phase = Phase.Items;
        return true;
    }

    private static int SkipSpaces(ReadOnlySpan<byte> text, int start)
    {
        while (start < text.Length && text[start] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            start++;
        }

        return start;
    }
}
