using System.Globalization;
using System.Text.Json;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Emulator.Json;
using Microsoft.AspNetCore.Http;

namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>A list call's query, and body where it is a POST, checked as Google's APIs check it.</summary>
internal sealed class ListParameters
{
    private static readonly string[] s_envelope =
        ["*", "kind", "id", "etag", "items", "nextPageToken", "selfLink", "unreachables", "warning"];

    public int MaxResults { get; private init; }

    public bool Pretty { get; private init; }

    public bool PartialSuccess { get; private init; }

    /// <summary>What is asked for; null is everything.</summary>
    public FieldMask? Fields { get; private init; }

    /// <summary>Which resources are asked for; null is all of them.</summary>
    public ListFilter? Filter { get; private init; }

    public PagePosition Position { get; private init; }

    public static bool IsPretty(IQueryCollection query) =>
        !string.Equals(query["prettyPrint"], "false", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the query.</summary>
    /// <param name="call">What is called.</param>
    /// <param name="query">The query.</param>
    /// <param name="body">The body of a POST; null for a GET.</param>
    /// <param name="parameters">What was read.</param>
    /// <returns>An error, or null with the parameters.</returns>
    public static ApiError? TryRead(ListCall call, IQueryCollection query, JsonElement? body, out ListParameters parameters)
    {
        parameters = new ListParameters();
        var entry = call.Entry;
        if (ReadMaxResults(Read(entry.PageSizeParameter), call, out var maxResults) is { } badSize)
        {
            return badSize;
        }

        if (ReadFields(query["fields"], call, out var fields) is { } badFields)
        {
            return badFields;
        }

        var filterText = Read(entry.FilterParameter);
        if (!ListFilter.TryParse(filterText, out var filter))
        {
            return ApiError.InvalidParameter(
                entry.FilterParameter!,
                $"Invalid value for field '{entry.FilterParameter}': '{filterText}'. The emulator evaluates comparisons such as name=x, labels.env:prod and status!=RUNNING, with AND between them.");
        }

        var token = Read(entry.PageTokenParameter);
        if (!TryReadPosition(token, call, out var position))
        {
            return ApiError.InvalidPageToken(token);
        }

        parameters = new ListParameters
        {
            MaxResults = maxResults,
            Fields = fields,
            Filter = filter,
            Position = position,
            Pretty = IsPretty(query),
            PartialSuccess = entry.Service.PartialSuccessParameter is { } partial
                && string.Equals(query[partial], "true", StringComparison.OrdinalIgnoreCase),
        };
        return null;

        string Read(string? parameter) => parameter is null ? "" : body is { } json ? JsonText.Find(json, parameter) : query[parameter].ToString();
    }

    private static bool TryReadPosition(string token, ListCall call, out PagePosition position)
    {
        position = default;
        if (token.Length == 0)
        {
            return true;
        }

        // The token of an item is its number: the page begins after it.
        if (call.Entry.ItemTokenPath is not null && long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            position = new PagePosition(number + 1, 1);
            return true;
        }

        return PagePosition.TryParse(token, call.Id, out position);
    }

    private static ApiError? ReadMaxResults(string text, ListCall call, out int maxResults)
    {
        var entry = call.Entry;
        maxResults = entry.PageSizeParameter is null ? int.MaxValue : entry.MaxPageSize;
        if (text.Length == 0)
        {
            return null;
        }

        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var asked)
            || asked < 0
            || (asked > maxResults && call.IsCompute))
        {
            return ApiError.InvalidParameter(
                entry.PageSizeParameter!,
                string.Create(CultureInfo.InvariantCulture, $"Invalid value '{text}'. Values must be within the range: [0, {entry.MaxPageSize}]"));
        }

        // 0 is "the default", and most APIs take more than the most for the most.
        maxResults = asked == 0 ? maxResults : Math.Min(asked, maxResults);
        return null;
    }

    private static ApiError? ReadFields(string? text, ListCall call, out FieldMask? fields)
    {
        fields = null;
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (!FieldMask.TryParse(text, out var mask, out var reason))
        {
            return ApiError.InvalidParameter("fields", $"Invalid field selection '{text}': {reason}.");
        }

        if (!call.Entry.IsSingle && mask.Names.FirstOrDefault(name => !Envelope(call).Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            return ApiError.InvalidParameter("fields", $"Invalid field selection {unknown}");
        }

        fields = mask;
        return null;
    }

    /// <summary>What an answer can have beside its resources' own properties.</summary>
    private static string[] Envelope(ListCall call)
    {
        var (entry, kind) = (call.Entry, call.Kind);
        return call.IsCompute
            ? s_envelope
            : [Top(entry.ItemsPath(kind)), Top(entry.Service.NextPageTokenPath), .. entry.PartialFailures ?? [], "*", "kind", "etag"];
    }

    private static string Top(string path) => path.Split('/')[0];
}
