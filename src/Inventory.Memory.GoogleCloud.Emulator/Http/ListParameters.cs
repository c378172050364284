using System.Globalization;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Emulator.Json;
using Microsoft.AspNetCore.Http;

namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>A list call's query, checked as Compute checks it.</summary>
internal sealed class ListParameters
{
    private static readonly string[] s_envelope =
        ["*", "kind", "id", "etag", "items", "nextPageToken", "selfLink", "unreachables", "warning"];

    public int MaxResults { get; private init; }

    public bool Pretty { get; private init; }

    public bool PartialSuccess { get; private init; }

    /// <summary>What is asked for; null is everything.</summary>
    public FieldMask? Fields { get; private init; }

    public PagePosition Position { get; private init; }

    public static bool IsPretty(IQueryCollection query) =>
        !string.Equals(query["prettyPrint"], "false", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the query.</summary>
    /// <returns>An error, or null with the parameters.</returns>
    public static ApiError? TryRead(ListCall call, IQueryCollection query, out ListParameters parameters)
    {
        parameters = new ListParameters();
        var service = call.Entry.Service;
        if (ReadMaxResults(query[service.PageSizeParameter], service, out var maxResults) is { } badSize)
        {
            return badSize;
        }

        if (ReadFields(query["fields"], out var fields) is { } badFields)
        {
            return badFields;
        }

        string token = query[service.PageTokenParameter].ToString();
        var position = default(PagePosition);
        if (token.Length > 0 && !PagePosition.TryParse(token, call.Id, out position))
        {
            return ApiError.InvalidPageToken(token);
        }

        parameters = new ListParameters
        {
            MaxResults = maxResults,
            Fields = fields,
            Position = position,
            Pretty = IsPretty(query),
            PartialSuccess = service.PartialSuccessParameter is { } partial
                && string.Equals(query[partial], "true", StringComparison.OrdinalIgnoreCase),
        };
        return null;
    }

    private static ApiError? ReadMaxResults(string? text, CatalogService service, out int maxResults)
    {
        maxResults = service.MaxPageSize;
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var asked)
            || asked < 0
            || asked > service.MaxPageSize)
        {
            return ApiError.InvalidParameter(
                service.PageSizeParameter,
                $"Invalid value '{text}'. Values must be within the range: [0, {service.MaxPageSize}]");
        }

        // Compute takes 0 as "the default".
        maxResults = asked == 0 ? service.MaxPageSize : asked;
        return null;
    }

    private static ApiError? ReadFields(string? text, out FieldMask? fields)
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

        if (mask.Names.FirstOrDefault(name => !s_envelope.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            return ApiError.InvalidParameter("fields", $"Invalid field selection {unknown}");
        }

        fields = mask;
        return null;
    }
}
