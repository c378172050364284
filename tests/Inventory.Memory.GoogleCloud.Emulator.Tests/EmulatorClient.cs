using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Inventory.Memory.GoogleCloud.Emulator.Tests;

/// <summary>Asks an emulator as a client would, over a real socket.</summary>
internal sealed class EmulatorClient(GoogleCloudEmulator emulator, HttpMessageHandler? handler = null) : IDisposable
{
    public const string Project = "test-project";
    private readonly HttpClient _http = new(handler ?? new SocketsHttpHandler()) { BaseAddress = emulator.Endpoint };

    public HttpClient Http => _http;

    /// <summary>A client's handler that trusts the emulator's certificate and no other.</summary>
    public static SocketsHttpHandler Trusting(GoogleCloudEmulator emulator)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509Certificate2.CreateFromPem(emulator.CertificatePem) },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        return handler;
    }

    public static string Url(string path, string project = Project) => $"/compute/v1/projects/{project}/{path}";

    public Task<HttpResponseMessage> SendAsync(string path) =>
        _http.GetAsync(Url(path), TestContext.Current.CancellationToken);

    public async Task<JsonObject> GetAsync(string path, string project = Project)
    {
        var text = await _http.GetStringAsync(Url(path, project), TestContext.Current.CancellationToken);
        return JsonNode.Parse(text)!.AsObject();
    }

    public async Task<(HttpStatusCode Status, JsonObject Error)> FailAsync(string path)
    {
        using var response = await SendAsync(path);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonNode.Parse(text)!["error"]!.AsObject());
    }

    /// <summary>Every resource of a list, page by page, with the scope it was in.</summary>
    public async Task<List<(string Scope, JsonObject Resource)>> ListAsync(string path, int pageSize = 500, string project = Project)
    {
        var all = new List<(string, JsonObject)>();
        string? token = null;
        do
        {
            var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var page = await GetAsync($"{path}{separator}maxResults={pageSize}&pageToken={token}", project);
            all.AddRange(Resources(page));
            token = (string?)page["nextPageToken"];
        }
        while (token is not null);
        return all;
    }

    public static IEnumerable<(string Scope, JsonObject Resource)> Resources(JsonObject page) => page["items"] switch
    {
        JsonArray items => items.Select(item => ("", item!.AsObject())),
        JsonObject scopes => scopes.SelectMany(scope => scope.Value!.AsObject()
            .Where(property => property.Value is JsonArray)
            .SelectMany(property => property.Value!.AsArray())
            .Select(item => (scope.Key, item!.AsObject()))),
        _ => [],
    };

    public static string Compact(JsonNode node) => node.ToJsonString(new JsonSerializerOptions { WriteIndented = false });

    public void Dispose() => _http.Dispose();
}
