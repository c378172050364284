using System.Runtime.InteropServices;

namespace Inventory.Memory.GoogleCloud.Http;

/// <summary>What a request came to: the answer with status 200, its body unread, or a classified failure. One of both.</summary>
/// <remarks>A failure is a value here, because most are tried again and nobody else needs to know.</remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ApiAnswer(HttpResponseMessage? Response, ApiError? Error)
{
    public static implicit operator ApiAnswer(HttpResponseMessage response) => new(response, null);

    public static implicit operator ApiAnswer(ApiError error) => new(null, error);
}
