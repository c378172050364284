using System.Globalization;
using Inventory.Memory.Json;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Http;

/// <summary>The one place that says what an answer other than a list means. Never a token in a message.</summary>
internal static class ErrorClassifier
{
    /// <summary>The reason where no connection came about.</summary>
    public const string Unreachable = "unreachable";

    private const int MaxServerText = 600;
    private const int MaxReason = 100;

    private static readonly string[] s_quota =
    [
        "rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "limitExceeded", "concurrentLimitExceeded", DailyQuota,
        "RATE_LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED",
    ];

    private const string DailyQuota = "dailyLimitExceeded";

    private static readonly string[] s_disabled = ["accessNotConfigured", "SERVICE_DISABLED"];

    /// <summary>Classifies an answer by its status and body.</summary>
    public static ApiError FromAnswer(ApiCall call, int status, ErrorBody body)
    {
        var kind = Kind(status, body);
        var reason = Reason(status, body);
        var text = body.Message is { Length: > 0 } message ? Sentence(message) : $"no explanation{(body.IsKnownShape ? "" : " in a form that Google's APIs use")}.";
        return new ApiError(kind, reason, string.Create(CultureInfo.InvariantCulture, $"{call.Host} answered {status} ({reason}) for {call.Subject}: {text} {Remedies.For(kind, status, call, body)}").TrimEnd())
        {
            HttpStatus = status,
            Consumer = body.Consumer,
            Service = body.Service is { } service ? Clean(service) : null,
            RetryAfter = body.RetryDelay,
            IsForToday = body.Reasons.Contains(DailyQuota, StringComparer.OrdinalIgnoreCase),
        };
    }

    /// <summary>The API is not enabled in the project that is listed: an answer about what there is.</summary>
    public static ApiError OfTheProject(ApiCall call, ApiError error) => error with
    {
        IsOfTheProject = true,
        Message = $"{error.Message} Enable {error.Service ?? "the API"} in {call.Subject} if it should be collected.",
    };

    /// <summary>The API is not enabled in the project that makes the request: what is listed may have anything.</summary>
    public static ApiError OfTheCaller(ApiError error) => error with { Message = $"{error.Message} {Remedies.ForCaller(error)}" };

    /// <inheritdoc cref="OfTheCaller(ApiError)"/>
    public static ApiError OfTheCaller(ApiCall call, ApiError error) => OfTheCaller(error with
    {
        Message = $"{error.Message} That is about {Remedies.CallerOf(error)}, which makes the request, and says nothing of {call.Subject}.",
    });

    /// <summary>The API is not enabled in some project, and nobody says whether it is the one that is listed.</summary>
    public static ApiError OfNobodyKnown(ApiCall call, ApiError error) => error with
    {
        Message = $"{error.Message} Whether {Remedies.CallerOf(error)} is {call.Subject} was not found out: let the caller see the project (resourcemanager.projects.get), and collect again.",
    };

    /// <summary>The list says that the API is not enabled, and Service Usage that it is.</summary>
    public static ApiError Contradicted(ApiCall call, ApiError error) => OfTheCaller(error with
    {
        Message = $"{error.Message} Service Usage says that it is enabled in {call.Subject}, so that this is no answer about it. If it was enabled within the last minutes, collect again.",
    });

    /// <summary>A redirect is never followed: credentials would go to another host.</summary>
    public static ApiError FromRedirect(ApiCall call, int status, Uri? target) => new(
        ErrorKind.Unusable,
        "redirect",
        string.Create(CultureInfo.InvariantCulture, $"{call.Host} answered {status} and points to '{(target is { IsAbsoluteUri: true } ? Clean(target.Authority) : "another path")}' for {call.Subject}. Redirects are not followed; give the right address with --endpoint."))
    {
        HttpStatus = status,
    };

    /// <summary>The request was not sent: whoever is on the way could have read its token.</summary>
    public static ApiError TokenInTheClear(ApiCall call) => new(
        ErrorKind.Unusable,
        "tokenInTheClear",
        $"{call.Host} was not asked for {call.Subject}: the access token would go there without TLS, past others. Use https, or leave the proxy out for loopback.");

    public static ErrorKind Kind(int status, ErrorBody body)
    {
        if (Has(body, s_disabled) || (status == 403 && SaysDisabled(body)))
        {
            return ErrorKind.Disabled;
        }

        // RESOURCE_EXHAUSTED is also what a quota answer under another status says.
        if (status == 429 || (status == 403 && (Has(body, s_quota) || body.Status == "RESOURCE_EXHAUSTED")))
        {
            return ErrorKind.Quota;
        }

        return status switch
        {
            401 or 403 => ErrorKind.Denied,
            404 or 410 => ErrorKind.Gone,
            408 or 500 or 502 or 503 or 504 => ErrorKind.Transient,
            >= 200 and < 400 => ErrorKind.Unusable,
            _ => ErrorKind.Ours,
        };
    }

    /// <summary>Classifies what went wrong before there was an answer, or in the middle of it.</summary>
    public static ApiError FromException(ApiCall call, Exception failure, bool timedOut, string? caFile = null)
    {
        var (kind, reason, text) = Explain(failure, timedOut, caFile);
        return new ApiError(kind, reason, $"{call.Host} {text} ({call.Subject})") { Cause = SecretText.IsIn(failure.ToString()) ? null : failure };
    }

    /// <summary>Classifies an answer of status 200 that is no list.</summary>
    public static ApiError FromMalformed(ApiCall call, MalformedJsonException failure, string? mediaType)
    {
        var (kind, reason) = failure switch
        {
            { IsTruncated: true } => (ErrorKind.Transient, "truncated"),
            { IsTooLarge: true } => (ErrorKind.TooLarge, "answerTooLarge"),
            _ => (ErrorKind.Malformed, "malformed"),
        };
        var source = mediaType is null or "application/json"
            ? "Try again; if it stays, check --endpoint."
            : $"It is '{Clean(mediaType)}': a proxy or another server seems to have answered. Check --endpoint.";
        return new ApiError(kind, reason, $"{call.Host} answered 200 for {call.Subject}, but not with a list. {Clean(failure.Message)} {source}")
        {
            HttpStatus = 200,
            Cause = failure,
        };
    }

    /// <summary>A request for a page behind the first was refused: most likely its token has expired.</summary>
    public static ApiError StaleToken(ApiError refused) => refused with
    {
        Kind = ErrorKind.StalePageToken,
        Reason = PageTokens.StaleReason,
        Message = $"{refused.Message} The page token may have expired: the list has to start again.",
    };

    /// <summary>An answer that should be one resource has nothing in it: it was cut.</summary>
    public static ApiError EmptyBody(ApiCall call) => new(
        ErrorKind.Transient, "truncated", $"{call.Host} answered 200 for {call.Subject}, but with nothing. Try again; if it stays, check --endpoint.")
    {
        HttpStatus = 200,
    };

    /// <summary>Following it would never end.</summary>
    public static ApiError RepeatedToken(ApiCall call) => Page(
        call, ErrorKind.Malformed, PageTokens.RepeatedReason, "named a page token that was used before as the next one; following it would never end.");

    /// <summary>The server has given the page before once more.</summary>
    public static ApiError RepeatedPage(ApiCall call) => Page(
        call, ErrorKind.Malformed, "repeatedPage", "gave the page before instead of the next one.");

    /// <summary>There may be more behind them, but nobody can wait for that.</summary>
    public static ApiError EndlesslyEmpty(ApiCall call, int pages) => Page(
        call, ErrorKind.Unusable, "endlessEmptyPages", string.Create(CultureInfo.InvariantCulture, $"gave more than {pages} empty pages in a row, and names another."));

    /// <summary>A failure in the middle of a page of which too much has been handed out to tell it from the rest.</summary>
    public static ApiError BeyondResuming(ApiError failure) => failure with
    {
        Kind = ErrorKind.TooLarge,
        Message = $"{failure.Message} The page has too many resources to be fetched again without repeating some.",
    };

    private static ApiError Page(ApiCall call, ErrorKind kind, string reason, string problem) =>
        new(kind, reason, $"{call.Host} {problem} ({call.Subject}) What was read so far is valid.") { HttpStatus = 200 };

    private static (ErrorKind Kind, string Reason, string Text) Explain(Exception failure, bool timedOut, string? caFile) => failure switch
    {
        BodyTooLongException => (ErrorKind.TooLarge, "answerTooLarge", failure.Message),
        TimeoutException => (ErrorKind.Transient, "timeout", failure.Message),
        _ when timedOut => (ErrorKind.Transient, "timeout", "sent nothing for too long. Try again, or allow more time (--timeout)."),
        OperationCanceledException => (ErrorKind.Transient, Unreachable, "did not accept a connection in time. Check the network, the proxy or --endpoint."),
        HttpRequestException http => Explain(http, caFile),
        InvalidDataException => (ErrorKind.Transient, "brokenEncoding", "sent an answer that is compressed wrongly. Try again, or without compression (--gzip off)."),
        IOException => (ErrorKind.Transient, "connectionBroken", $"broke the connection off in the middle of an answer: {Clean(failure.Message)}"),
        _ => (ErrorKind.Unusable, "unexpected", $"could not be read: {Clean(failure.Message)}"),
    };

    private static (ErrorKind Kind, string Reason, string Text) Explain(HttpRequestException failure, string? caFile) => failure.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => (ErrorKind.Transient, Unreachable, $"cannot be found: {Sentence(Innermost(failure))} Check the name in --endpoint, or the network."),
        HttpRequestError.ConnectionError => (ErrorKind.Transient, Unreachable, $"cannot be reached: {Sentence(Innermost(failure))} Check that it runs, or --endpoint."),
        HttpRequestError.SecureConnectionError => (ErrorKind.Unusable, "tls", $"has no TLS connection that can be trusted: {Sentence(Innermost(failure))} {CertificateRemedy(caFile)}"),
        HttpRequestError.ProxyTunnelError => (ErrorKind.Transient, "proxy", $"cannot be reached through the proxy: {Sentence(failure.Message)} Check --proxy or HTTPS_PROXY."),
        HttpRequestError.ConfigurationLimitExceeded => (ErrorKind.TooLarge, "headersTooLarge", "sent headers larger than 64 KiB."),
        HttpRequestError.InvalidResponse => (ErrorKind.Malformed, "notHttp", "did not answer in HTTP. Check the port and http or https in --endpoint."),
        _ => (ErrorKind.Transient, "connectionBroken", $"broke the connection off: {Sentence(Innermost(failure))} Try again; if it stays, check the port and http or https in --endpoint."),
    };

    private static string CertificateRemedy(string? caFile) => caFile is null
        ? "If its certificate comes from an authority of your own, name it with --ca-file."
        : $"Its certificate must be for this host and for a server, and end in an authority of the system or of --ca-file '{caFile}': put the authority that signed it into that file.";

    private static string Innermost(Exception failure) => failure.GetBaseException().Message;

    private static bool Has(ErrorBody body, string[] reasons) =>
        body.Reasons.Any(reason => reasons.Contains(reason, StringComparer.OrdinalIgnoreCase));

    /// <summary>Some APIs (App Engine, recorded) give no reason that programs could read, just this sentence.</summary>
    private static bool SaysDisabled(ErrorBody body) =>
        body.Message?.Contains("has not been used in project", StringComparison.Ordinal) == true
        && body.Message.Contains("or it is disabled", StringComparison.Ordinal);

    private static string Reason(int status, ErrorBody body) =>
        body.Reasons.Find(reason => s_quota.Contains(reason) || s_disabled.Contains(reason))
        ?? body.Reasons.Find(Remedies.Knows)
        ?? body.Reasons.Append(body.Status ?? "").Select(text => Clean(text, MaxReason).Trim()).FirstOrDefault(text => text.Length > 0)
        ?? string.Create(CultureInfo.InvariantCulture, $"http{status}");

    private static string Sentence(string text) => Clean(text) is [.., '.' or '!' or '?'] clean ? clean : $"{Clean(text)}.";

    /// <summary>Text of a server: bounded, without secrets, and without control characters that could speak to a terminal.</summary>
    internal static string Clean(string text, int most = MaxServerText)
    {
        // Before it is cut: half of a token would not be known again.
        text = SecretText.Remove(text);
        return string.Create(text.Length <= most ? text.Length : char.IsHighSurrogate(text[most - 1]) ? most - 1 : most, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = IsHarmless(source[i]) ? source[i] : ' ';
            }
        });
    }

    /// <summary>Neither control characters, nor what turns the direction of text or breaks a line.</summary>
    private static bool IsHarmless(char character) => char.GetUnicodeCategory(character) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
