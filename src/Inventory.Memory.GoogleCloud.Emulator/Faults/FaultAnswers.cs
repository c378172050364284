using System.Globalization;
using Inventory.Memory.GoogleCloud.Emulator.Http;
using Microsoft.AspNetCore.Http;

namespace Inventory.Memory.GoogleCloud.Emulator.Faults;

/// <summary>The faults that answer with something else than a page.</summary>
internal static class FaultAnswers
{
    private const string Html = "<!DOCTYPE html>\n<html><head><title>Error</title></head><body><h1>That\u2019s an error.</h1></body></html>\n";

    /// <returns>False when the fault needs a page.</returns>
    public static async Task<bool> TryAnswerAsync(HttpContext context, EmulatorFault fault, Func<HttpContext, ApiError, Task> fail)
    {
        switch (fault.Kind)
        {
            case FaultKind.Status when fault.Body is null:
                SetRetryAfter(context, fault);
                await fail(context, Error(fault)).ConfigureAwait(false);
                return true;
            case FaultKind.Status:
                await WriteAsync(context, fault.Status ?? 503, "application/json; charset=UTF-8", fault).ConfigureAwait(false);
                return true;
            case FaultKind.HtmlBody:
                await WriteAsync(context, fault.Status ?? 200, "text/html; charset=UTF-8", fault).ConfigureAwait(false);
                return true;
            case FaultKind.EmptyBody:
                context.Response.ContentType = "application/json; charset=UTF-8";
                context.Response.ContentLength = 0;
                return true;
            case FaultKind.StalePageToken:
                await fail(context, ApiError.InvalidPageToken(context.Request.Query["pageToken"].ToString())).ConfigureAwait(false);
                return true;
            default:
                return false;
        }
    }

    private static ApiError Error(EmulatorFault fault) =>
        new(fault.Status ?? 503, fault.Reason ?? "backendError", fault.Message ?? "Scripted by the emulator.");

    private static Task WriteAsync(HttpContext context, int status, string type, EmulatorFault fault)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        SetRetryAfter(context, fault);
        return context.Response.WriteAsync(fault.Body ?? Html, context.RequestAborted);
    }

    private static void SetRetryAfter(HttpContext context, EmulatorFault fault)
    {
        if (fault.RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }
    }
}
