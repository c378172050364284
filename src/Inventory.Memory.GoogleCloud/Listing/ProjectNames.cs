using System.Text.Json;
using Inventory.Memory.GoogleCloud.Http;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>The id and the number of a project; null what is not known of them.</summary>
internal sealed record ProjectNames(string? Id, string? Number)
{
    public static readonly ProjectNames Unknown = new(null, null);

    /// <summary>Of a project as Resource Manager answers it, or of anything named <c>projects/42/...</c>, such as a service.</summary>
    /// <param name="json">An object.</param>
    public static ProjectNames Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? new ProjectNames(Text(document.RootElement, "projectId"), NumberIn(Text(document.RootElement, "name")))
            : Unknown;
    }

    /// <summary>The number in <c>projects/42</c> or <c>projects/42/services/s</c>; null where there is none.</summary>
    public static string? NumberIn(string? name) =>
        name?.Split('/') is ["projects", { Length: > 0 } number, ..] && ConsumerName.IsNumber(number) ? number : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
