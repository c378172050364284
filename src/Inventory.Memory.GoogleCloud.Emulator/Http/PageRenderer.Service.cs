using System.Text;
using Inventory.Memory.GoogleCloud.Emulator.Json;

namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <content>The form that the other services answer in: the items in a property, the token, and what could not be reached.</content>
internal sealed partial class PageRenderer
{
    /// <summary>As BigQuery and Cloud Storage have it.</summary>
    private bool IsTokenFirst => call.Entry.Service.Service is "bigquery" or "storage";

    private async Task WriteServicePageAsync(CancellationToken cancellationToken)
    {
        var entry = call.Entry;
        if (entry.IsSingle)
        {
            WriteItem(0, Enumerable.Range(0, list.Scopes.Count).First(scope => list.End(scope) > 0), parameters.Fields);
            return;
        }

        json.Start((byte)'{');
        if (IsTokenFirst)
        {
            WriteNextToken();
        }

        await WriteItemsAtAsync(entry.ItemsPath(call.Kind).Split('/'), parameters.Fields, cancellationToken).ConfigureAwait(false);
        if (!IsTokenFirst)
        {
            WriteNextToken();
        }

        WritePartialFailures();
        json.End((byte)'}');
    }

    private void WriteNextToken()
    {
        var entry = call.Entry;
        if (entry.PageTokenParameter is not null && entry.ItemTokenPath is null && NextToken() is { } token)
        {
            WriteTextAt(entry.Service.NextPageTokenPath.Split('/'), token, parameters.Fields);
        }
    }

    private async Task WriteItemsAtAsync(string[] path, FieldMask? mask, CancellationToken cancellationToken)
    {
        FieldMask? below = null;
        if (mask is not null && !mask.TrySelect(Encoding.UTF8.GetBytes(path[0]), out below))
        {
            return;
        }

        if (path.Length > 1)
        {
            json.Name(path[0]);
            json.Start((byte)'{');
            await WriteItemsAtAsync(path[1..], below, cancellationToken).ConfigureAwait(false);
            json.End((byte)'}');
        }
        else if (_content.Any(0, list.Count) || _oddItemPending)
        {
            // An empty list has no property at all, not an empty array.
            json.Name(path[0]);
            json.Start((byte)'[');
            for (var scope = 0; scope < list.Scopes.Count; scope++)
            {
                if (!unreachable.Contains(list.Scopes[scope].Key))
                {
                    await WriteRangeAsync(scope, list.Start(scope), list.End(scope), below, cancellationToken).ConfigureAwait(false);
                }
            }

            json.End((byte)']');
        }
    }

    private void WriteTextAt(string[] path, string text, FieldMask? mask)
    {
        FieldMask? below = null;
        if (mask is not null && !mask.TrySelect(Encoding.UTF8.GetBytes(path[0]), out below))
        {
            return;
        }

        json.Name(path[0]);
        if (path.Length == 1)
        {
            json.Value(text);
            return;
        }

        json.Start((byte)'{');
        WriteTextAt(path[1..], text, below);
        json.End((byte)'}');
    }

    private void WritePartialFailures()
    {
        foreach (var property in call.Entry.PartialFailures ?? [])
        {
            if (unreachable.Count == 0 || (parameters.Fields is not null && !parameters.Fields.TrySelect(Encoding.UTF8.GetBytes(property), out _)))
            {
                continue;
            }

            json.Name(property);
            json.Start((byte)'[');
            foreach (var scope in unreachable.Order(StringComparer.Ordinal))
            {
                WriteUnreachable(property, scope);
            }

            json.End((byte)']');
        }
    }

    private void WriteUnreachable(string property, string scope)
    {
        var place = scope[(scope.LastIndexOf('/') + 1)..];
        switch (property)
        {
            case "missingZones":
                json.Value(place);
                break;
            case "warnings":
                json.Start((byte)'{');
                json.Property("code"u8, "REGION_UNREACHABLE");
                json.Property("message"u8, $"The region '{place}' could not be reached.");
                json.Property("region"u8, place);
                json.End((byte)'}');
                break;
            default:
                json.Value($"projects/{call.Project}/{scope}");
                break;
        }
    }
}
