using System.Text.Json;

namespace Inventory.Memory.GoogleCloud.Emulator.Json;

/// <summary>Reads single values out of a request's body.</summary>
internal static class JsonText
{
    /// <summary>The text or number at a path with slashes; empty where there is none.</summary>
    public static string Find(JsonElement json, string path)
    {
        foreach (var part in path.Split('/'))
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(part, out json))
            {
                return "";
            }
        }

        return json.ValueKind is JsonValueKind.String or JsonValueKind.Number ? json.ToString() : "";
    }
}
