using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Inventory.Memory.Json.Scanning;

/// <summary>
/// JSON's grammar for 64 bytes at once. Which tokens may come next depends on the token before alone, once it is known
/// whether a comma stands in an object and whether a string is a name; so each set of places "right after such a token"
/// is one shift, and what is wrong is what stands in no set that allows it.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct TokenGrammar
{
    /// <summary>Each is one if such a place is the first of the next block, or after white space with which it begins.</summary>
    private ulong _nameNext;
    private ulong _valueNext;
    private ulong _colonNext;
    private ulong _endNext;

    /// <summary>One when the name of a property is open at the end of the block before.</summary>
    private ulong _inName;

    /// <summary>Before an item a value is expected; directly behind its opening brace, a name.</summary>
    public static TokenGrammar BeforeItem => new() { _valueNext = 1 };

    /// <summary>Goes on by one block.</summary>
    /// <param name="tokens">What stands in it.</param>
    /// <param name="names">The opening quotes of property names.</param>
    /// <param name="inNames">The bytes of property names.</param>
    /// <returns>The bytes that may not stand where they do.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Next(in BlockTokens tokens, out ulong names, out ulong inNames)
    {
        var (spaces, lists) = (tokens.Spaces, tokens.Commas | tokens.Opens);
        var openingQuotes = tokens.Quotes & tokens.Strings;
        var closingQuotes = tokens.Quotes & ~tokens.Strings;

        var mayBeName = After(lists & tokens.Objects, spaces, ref _nameNext);
        var mayBeValue = After((lists & ~tokens.Objects) | tokens.Colons, spaces, ref _valueNext);
        names = mayBeName & openingQuotes;

        var nameEnds = FindEnds(names, tokens.Strings, closingQuotes, out inNames);
        var mayBeColon = After(nameEnds, spaces, ref _colonNext);
        var mayBeEnd = After((closingQuotes & ~nameEnds) | tokens.Opens | tokens.Closes, spaces, ref _endNext, tokens.AfterScalars);
        var mayBegin = mayBeName | mayBeValue;
        return (tokens.Colons & ~mayBeColon)
            | (tokens.Closes & ~mayBeEnd)
            | (tokens.Commas & (~mayBeEnd | mayBegin))
            | ((tokens.Opens | tokens.ScalarStarts) & ~mayBeValue)
            | (openingQuotes & ~mayBegin);
    }

    /// <summary>A name's opening quote, added to the run of ones that is its string, is carried to the closing quote.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong FindEnds(ulong names, ulong strings, ulong closingQuotes, out ulong inNames)
    {
        var begun = names | _inName;
        var sum = begun + strings;
        _inName = sum < begun ? 1UL : 0;
        var ends = sum & closingQuotes;
        inNames = ends - begun;
        return ends;
    }

    /// <summary>The first places after the tokens that are no white space: an addition carries each over the spaces behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong After(ulong tokens, ulong spaces, ref ulong next, ulong more = 0)
    {
        var after = (tokens << 1) | next | more;
        if (spaces == 0)
        {
            next = tokens >> 63;
            return after;
        }

        var carried = after + spaces;
        next = (tokens >> 63) | (carried < after ? 1UL : 0);
        return carried & ~spaces;
    }
}
