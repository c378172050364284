using System.Text.Json;

namespace Inventory.Memory.GoogleCloud.Auth;

/// <summary>A file of credentials, read and checked; where application default credentials have theirs.</summary>
internal sealed class CredentialFile
{
    public const string PathVariable = "GOOGLE_APPLICATION_CREDENTIALS";

    private const string WellKnownName = "application_default_credentials.json";

    /// <summary>A service account key has 2.3 KB; executable-sourced configurations are the largest, with 3.</summary>
    private const int MaxBytes = 1024 * 1024;

    /// <summary>Properties that hold the address of a server that is trusted with secrets.</summary>
    private static readonly string[] s_addresses = ["token_uri", "token_url", "service_account_impersonation_url"];

    private CredentialFile(string path, string json, JsonElement root)
    {
        Path = path;
        Json = json;
        Type = Text(root, "type") ?? throw new CredentialsException($"The credentials file '{path}' names no \"type\". {Remedy}");
        TokenUri = Text(root, "token_uri");
    }

    public string Path { get; }

    public string Json { get; }

    /// <summary>Such as <c>service_account</c>.</summary>
    public string Type { get; }

    public string? TokenUri { get; }

    private static string Remedy => "Give a key file, the file of 'gcloud auth application-default login', or a federation configuration.";

    /// <summary>The file of application default credentials: what the variable names, else what gcloud has written.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    /// <returns>Null where there is none.</returns>
    public static string? Find(Func<string, string?> environment)
    {
        if (environment(PathVariable) is { Length: > 0 } named)
        {
            return named;
        }

        var known = GcloudFolder(environment) is { } folder ? System.IO.Path.Combine(folder, WellKnownName) : null;
        return File.Exists(known) ? known : null;
    }

    /// <exception cref="CredentialsException">It cannot be read, or is none.</exception>
    public static CredentialFile Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
            {
                throw new CredentialsException($"The credentials file '{path}' is larger than {MaxBytes} bytes. {Remedy}");
            }

            var json = File.ReadAllText(path);
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new CredentialsException($"The credentials file '{path}' holds no JSON object. {Remedy}");
            }

            CheckAddresses(path, document.RootElement);
            return new CredentialFile(path, json, document.RootElement);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CredentialsException($"The credentials file '{path}' cannot be read: {failure.Message} Check --credentials or {PathVariable}.", failure);
        }
        catch (JsonException)
        {
            // Without the cause: it may repeat what stands in the file.
            throw new CredentialsException($"The credentials file '{path}' is not JSON. {Remedy}");
        }
    }

    private static void CheckAddresses(string path, JsonElement root)
    {
        foreach (var name in s_addresses)
        {
            if (Text(root, name) is { } text
                && (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && !uri.IsLoopback)))
            {
                throw new CredentialsException($"The credentials file '{path}' names a \"{name}\" that is not an https address: secrets are not sent there.");
            }
        }

        if (root.TryGetProperty("source_credentials", out var source) && source.ValueKind == JsonValueKind.Object)
        {
            CheckAddresses(path, source);
        }
    }

    private static string? GcloudFolder(Func<string, string?> environment)
    {
        if (environment("CLOUDSDK_CONFIG") is { Length: > 0 } folder)
        {
            return folder;
        }

        var (variable, below) = OperatingSystem.IsWindows() ? ("APPDATA", "gcloud") : ("HOME", System.IO.Path.Combine(".config", "gcloud"));
        return environment(variable) is { Length: > 0 } home ? System.IO.Path.Combine(home, below) : null;
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
