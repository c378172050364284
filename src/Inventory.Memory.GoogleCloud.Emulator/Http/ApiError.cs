namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>An answer that is an error, in Google's words.</summary>
internal sealed record ApiError(int Code, string Reason, string Message, string? Location = null)
{
    public static ApiError Unauthorized { get; } = new(
        401,
        "authError",
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.");

    public static ApiError NotFound(string path) => new(404, "notFound", $"The resource '{path}' was not found");

    public static ApiError InvalidParameter(string parameter, string message) =>
        new(400, "invalidParameter", message, parameter);

    public static ApiError InvalidPageToken(string token) =>
        new(400, "invalid", $"Invalid value for field 'pageToken': '{token}'. The page token is invalid or has expired.");

    public string Status => Code switch
    {
        400 => "INVALID_ARGUMENT",
        401 => "UNAUTHENTICATED",
        403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        405 => "UNIMPLEMENTED",
        429 => "RESOURCE_EXHAUSTED",
        503 => "UNAVAILABLE",
        504 => "DEADLINE_EXCEEDED",
        _ => Code >= 500 ? "INTERNAL" : "FAILED_PRECONDITION",
    };

    public void Write(Json.JsonEmitter json)
    {
        json.Start((byte)'{');
        json.Name("error"u8);
        json.Start((byte)'{');
        json.Name("code"u8);
        json.Number(Code);
        json.Property("message"u8, Message);
        json.Name("errors"u8);
        json.Start((byte)'[');
        json.Start((byte)'{');
        json.Property("message"u8, Message);
        json.Property("domain"u8, Reason.Contains("Exceeded", StringComparison.Ordinal) ? "usageLimits" : "global");
        json.Property("reason"u8, Reason);
        if (Location is not null)
        {
            json.Property("location"u8, Location);
            json.Property("locationType"u8, "parameter");
        }

        json.End((byte)'}');
        json.End((byte)']');
        json.Property("status"u8, Status);
        json.End((byte)'}');
        json.End((byte)'}');
    }
}
