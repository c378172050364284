using System.Text.Json;
using Inventory.Memory.GoogleCloud.Emulator.Http;
using Microsoft.AspNetCore.Http;

namespace Inventory.Memory.GoogleCloud.Emulator.Platform;

/// <summary>Answers that fit into one write.</summary>
internal static class SmallAnswer
{
    /// <summary>Writes an object.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="write">Writes the object's properties.</param>
    public static async Task JsonAsync(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=UTF-8";
        var json = new Utf8JsonWriter(context.Response.BodyWriter);
        await using (json.ConfigureAwait(false))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Writes an error as Google's APIs do.</summary>
    public static Task ErrorAsync(HttpContext context, ApiError error) => JsonAsync(context, error.Code, json =>
    {
        json.WriteStartObject("error"u8);
        json.WriteNumber("code"u8, error.Code);
        json.WriteString("message"u8, error.Message);
        json.WriteStartArray("errors"u8);
        json.WriteStartObject();
        json.WriteString("message"u8, error.Message);
        json.WriteString("domain"u8, "global"u8);
        json.WriteString("reason"u8, error.Reason);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("status"u8, error.Status);
        if (error.DisabledService is { } service)
        {
            json.WriteStartArray("details"u8);
            json.WriteStartObject();
            json.WriteString("@type"u8, "type.googleapis.com/google.rpc.ErrorInfo"u8);
            json.WriteString("reason"u8, "SERVICE_DISABLED"u8);
            json.WriteString("domain"u8, "googleapis.com"u8);
            json.WriteStartObject("metadata"u8);
            json.WriteString("consumer"u8, $"projects/{error.Consumer}");
            json.WriteString("service"u8, service);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    });

    public static async Task TextAsync(HttpContext context, string text)
    {
        context.Response.ContentType = "application/text";
        await context.Response.WriteAsync(text, context.RequestAborted).ConfigureAwait(false);
    }
}
