namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>An answer that is an error, in Google's words.</summary>
internal sealed record ApiError(int Code, string Reason, string Message, string? Location = null)
{
    public static ApiError Unauthorized { get; } = new(
        401,
        "authError",
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.");

    public static ApiError NotFound(string path) => new(404, "notFound", $"The resource '{path}' was not found");

    /// <summary>An API that is not enabled in a project, which need not be the one that was asked for.</summary>
    /// <param name="service">Such as <c>compute.googleapis.com</c>.</param>
    /// <param name="consumer">The project's number.</param>
    public static ApiError ServiceDisabled(string service, string consumer) => new(
        403, "accessNotConfigured", $"{service} has not been used in project {consumer} before or it is disabled. Enable it, then retry.")
    {
        DisabledService = service,
        Consumer = consumer,
    };

    public static ApiError InvalidParameter(string parameter, string message) =>
        new(400, "invalidParameter", message, parameter);

    public static ApiError InvalidPageToken(string token) =>
        new(400, "invalid", $"Invalid value for field 'pageToken': '{token}'. The page token is invalid or has expired.");

    /// <summary>The API that is not enabled; null for another error.</summary>
    public string? DisabledService { get; init; }

    /// <summary>The number of the project in which it is not.</summary>
    public string? Consumer { get; init; }

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
        if (DisabledService is not null)
        {
            json.Name("details"u8);
            json.Start((byte)'[');
            json.Start((byte)'{');
            json.Property("@type"u8, "type.googleapis.com/google.rpc.ErrorInfo");
            json.Property("reason"u8, "SERVICE_DISABLED");
            json.Property("domain"u8, "googleapis.com");
            json.Name("metadata"u8);
            json.Start((byte)'{');
            json.Property("consumer"u8, $"projects/{Consumer}");
            json.Property("service"u8, DisabledService);
            json.End((byte)'}');
            json.End((byte)'}');
            json.End((byte)']');
        }

        json.End((byte)'}');
        json.End((byte)'}');
    }
}
