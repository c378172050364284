using System.Globalization;
using System.Text;
using System.Text.Json;
using Inventory.Memory.GoogleCloud.Http;
using Inventory.Memory.Json;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>What answers of one scope say is missing from them: each thing once, although every page repeats it.</summary>
/// <param name="isScope">Whether resources of a place, such as <c>zones/z</c>, could be listed on their own.</param>
internal sealed class AnswerNotices(Func<string, bool> isScope)
{
    /// <summary>More than any answer should name; what is beyond is counted in one last notice.</summary>
    public const int MaxPerScope = 1000;

    /// <summary>All of their texts together, in characters: 512 KiB. A thousand places, each with a sentence, have half of it.</summary>
    public const int MaxTextPerScope = 256 * 1024;

    /// <summary>A place that is longer is none of Google's.</summary>
    private const int MaxPlaceLength = 256;

    private const int MaxCodeLength = 100;

    private static readonly ItemPath s_region = new("region");

    private readonly Queue<ScopeNotice> _pending = new();

    /// <summary>Hashes of what has been told of: of texts whose length a server decides, no more is kept.</summary>
    private readonly HashSet<ulong> _seen = [];

    /// <summary>The same of places that are missing; a warning and a list of places may name the same one.</summary>
    private readonly HashSet<ulong> _missing = [];
    private int _textLength;
    private bool _isFull;

    public bool TryTake(out ScopeNotice? notice) => _pending.TryDequeue(out notice);

    /// <summary>Adds what has been told of, for a later process that goes on with the scope.</summary>
    public void Save(ICollection<ulong> state)
    {
        StateNumbers.Add(state, [.. _seen]);
        StateNumbers.Add(state, [.. _missing]);
    }

    /// <summary>Takes up what an earlier process has told of.</summary>
    /// <param name="state">Afterwards what is behind it.</param>
    /// <returns>False: it is nothing that was saved.</returns>
    public bool TryRestore(ref ReadOnlySpan<ulong> state)
    {
        if (!StateNumbers.TryTake(ref state, out var seen) || !StateNumbers.TryTake(ref state, out var missing) || seen.Length > MaxPerScope + 1)
        {
            return false;
        }

        _seen.UnionWith(seen.ToArray());
        _isFull = _seen.Count > MaxPerScope;
        _missing.UnionWith(missing.ToArray());
        return true;
    }

    /// <summary>Takes in a warning; the benign <c>NO_RESULTS_ON_PAGE</c> is none.</summary>
    /// <param name="json">An object with code, message and data.</param>
    /// <param name="location">Where it stands, in an aggregated answer; else null.</param>
    /// <param name="key">The entry of an aggregated answer that it stands in, such as <c>zones/z</c>; else null.</param>
    public void AddWarning(ReadOnlySpan<byte> json, string? location, string? key = null)
    {
        if (!IsBenign(json))
        {
            AddRealWarning(json, location, key is null ? null : ScopeOf(key));
        }
    }

    /// <summary>Takes in an array of warnings, as Cloud SQL has it.</summary>
    /// <param name="json">Objects with code, message and region.</param>
    /// <param name="isWanted">Whether what is missing at a place would be missed.</param>
    public void AddWarnings(ReadOnlySpan<byte> json, Func<string, bool> isWanted)
    {
        var reader = new Utf8JsonReader(json);
        while (!_isFull && reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                var warning = json[start..(int)reader.BytesConsumed];
                var region = RegionOf(warning);
                if ((region is null || isWanted(region)) && !IsBenign(warning))
                {
                    AddRealWarning(warning, region);
                }
            }
        }
    }

    /// <summary>A list that has no pages says that another page follows: it cannot be asked for.</summary>
    /// <param name="json">The token.</param>
    public void AddUnexpectedToken(ReadOnlySpan<byte> json)
    {
        if (!json.SequenceEqual("null"u8) && !json.SequenceEqual("\"\""u8))
        {
            Add("morePages", "The answer names a next page, but the list is known to have no pages: the rest is missing. Give the collection a page token parameter in a catalog file.", null);
        }
    }

    /// <summary>Takes in a list of unreachable places.</summary>
    /// <param name="json">An array of strings; a single string is taken as well.</param>
    /// <param name="property">What the API calls it.</param>
    /// <param name="isWanted">Whether what is missing at a place would be missed; null: always.</param>
    public void AddUnreachable(ReadOnlySpan<byte> json, string property, Func<string, bool>? isWanted = null)
    {
        var reader = new Utf8JsonReader(json);
        while (!_isFull && reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String && ServerText.Read(ref reader) is { Length: > 0 } place && (isWanted is null || LocationOf(place) is not { } location || isWanted(location)))
            {
                Add("unreachable", $"The API could not reach '{ErrorClassifier.Clean(place)}' ({property}): its resources are missing.", LocationOf(place), ScopeState.Failed, scope: ScopeOf(place));
            }
        }
    }

    /// <summary>Takes in an item that the reader has skipped.</summary>
    /// <param name="assetType">The asset type of it.</param>
    /// <param name="location">Where it is; null where that is not known.</param>
    /// <param name="name">Its name, or where it stands.</param>
    /// <param name="reader">Stands on it.</param>
    /// <param name="limit">The largest size.</param>
    public void AddSkipped(string assetType, string? location, string name, JsonItemReader reader, int limit)
    {
        var (bytes, clean) = (reader.ValueLength, ErrorClassifier.Clean(name));
        if (reader.WasTooDeep)
        {
            Add("itemTooDeep", string.Create(CultureInfo.InvariantCulture, $"{clean} ({bytes} bytes) nests deeper than {JsonItemReaderOptions.DefaultMaxDepth} levels and was skipped."), location, assetType: assetType);
        }
        else if (reader.WasRefused)
        {
            AddRefused(assetType, location, clean, bytes);
        }
        else
        {
            Add("itemTooLarge", string.Create(CultureInfo.InvariantCulture, $"{clean} has {bytes} bytes, more than {limit}, and was skipped. Raise {nameof(GoogleCloudOptions.MaxItemBytes)} to collect it."), location, assetType: assetType);
        }
    }

    /// <summary>Takes in something for which there is no memory.</summary>
    public void AddRefused(string assetType, string? location, string name, long bytes) => Add(
        "memoryRefused", string.Create(CultureInfo.InvariantCulture, $"{ErrorClassifier.Clean(name)} ({bytes} bytes) was skipped because there is no memory for it. Raise the memory limit."), location, assetType: assetType);

    /// <summary>Takes in something that stands where a resource should and is none.</summary>
    /// <param name="assetType">The asset type of those around it.</param>
    /// <param name="location">Where it is; null where that is not known.</param>
    /// <param name="where">Which it is, as the beginning of a sentence.</param>
    /// <param name="problem">One of <see cref="ItemProblem"/>.</param>
    public void AddLeftOut(string assetType, string? location, string where, string problem) => Add(
        "malformedItem", $"{ErrorClassifier.Clean(where)} {problem}, and was left out.", location, assetType: assetType);

    /// <summary>Every page of an aggregated list has a hundred of these: told without making a string.</summary>
    private static bool IsBenign(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
            {
                var isCode = reader.ValueTextEquals("code"u8);
                reader.Read();
                if (isCode)
                {
                    return reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("NO_RESULTS_ON_PAGE"u8);
                }

                reader.Skip();
            }
        }

        return false;
    }

    private static string? RegionOf(ReadOnlySpan<byte> warning)
    {
        var reader = new Utf8JsonReader(warning);
        return s_region.TryMoveTo(ref reader) && reader.TokenType == JsonTokenType.String && ServerText.Read(ref reader) is { Length: > 0 } region ? region : null;
    }

    private void AddRealWarning(ReadOnlySpan<byte> json, string? location, string? scope = null)
    {
        var reader = new Utf8JsonReader(json);
        var (code, message) = ("", "");
        List<string> values = [];
        string? property = null;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                property = ServerText.Read(ref reader);
            }
            else if (reader.TokenType == JsonTokenType.String)
            {
                (code, message) = (property, reader.CurrentDepth) switch
                {
                    ("code", 1) => (ServerText.Read(ref reader), message),
                    ("message", 1) => (code, ServerText.Read(ref reader)),
                    _ => (code, message),
                };
                if (property == "value" && values.Count < 16)
                {
                    values.Add(ServerText.Read(ref reader));
                }
            }
        }

        if (code.Length > 0 || message.Length > 0)
        {
            Add(code.Length > 0 ? ErrorClassifier.Clean(code, MaxCodeLength) : "warning", WarningText(code, message, values), location ?? SingleLocation(values), scope: scope);
        }
    }

    private void Add(string reason, string message, string? location, ScopeState state = ScopeState.Partial, string? assetType = null, string? scope = null)
    {
        (location, scope) = (Short(location), scope is { Length: > MaxPlaceLength } ? null : scope);
        if (_isFull || (scope is not null && !_missing.Add(TextHash.Of(scope))) || _seen.Contains(TextHash.Of(reason, location, message)))
        {
            return;
        }

        _textLength += reason.Length + message.Length + (location?.Length ?? 0) + (scope?.Length ?? 0);
        _isFull = _seen.Count == MaxPerScope || _textLength > MaxTextPerScope;
        if (_isFull)
        {
            (reason, message, location, assetType, scope) = ("moreNotices", $"More than {_seen.Count} things are missing; the rest is not named.", null, null, null);
        }

        if (_seen.Add(TextHash.Of(reason, location, message)))
        {
            _pending.Enqueue(new ScopeNotice { Reason = reason, Message = message, Location = location, State = state, AssetType = assetType, Scope = scope });
        }
    }

    private static string WarningText(string code, string message, List<string> values)
    {
        var text = new StringBuilder(message.Length > 0 ? message : $"The API answered with the warning {code}.");
        if (values.Count > 0)
        {
            text.Append(" (").AppendJoin(", ", values).Append(')');
        }

        return ErrorClassifier.Clean(text.ToString());
    }

    private static string? Short(string? place) => place is null or { Length: > MaxPlaceLength } ? null : ErrorClassifier.Clean(place);

    /// <summary>The place that a warning's data names, if it is just one.</summary>
    private static string? SingleLocation(List<string> values)
    {
        var places = values.Where(value => value.Contains('/', StringComparison.Ordinal)).Select(LocationOf).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return places.Count == 1 ? places[0] : null;
    }

    /// <summary>The place as a scope that can be collected on its own; null where it cannot.</summary>
    private string? ScopeOf(string place)
    {
        var parts = place.Split('/');
        return parts.Length >= 2 && $"{parts[^2]}/{parts[^1]}" is var scope && isScope(scope) ? scope : null;
    }

    /// <summary><c>zones/z</c>, <c>projects/p/locations/l</c>, a whole link, or the bare name.</summary>
    internal static string? LocationOf(string place)
    {
        var parts = place.Split('/');
        for (var i = 0; i < parts.Length - 1; i++)
        {
            if (parts[i] is "zones" or "regions" or "locations")
            {
                return parts[i + 1];
            }
        }

        return parts.Length == 1 ? place : parts[^1] == "global" ? "global" : null;
    }
}
