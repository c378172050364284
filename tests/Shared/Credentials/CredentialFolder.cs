using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Inventory.Memory.Tests.Shared.Credentials;

/// <summary>Credential files of every kind whose servers are an emulator's, in a folder that goes with the test.</summary>
internal sealed class CredentialFolder(Uri emulator) : IDisposable
{
    public const string Account = "robot@emulated-project.iam.gserviceaccount.com";

    private static readonly string s_key = MakeKey();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("inventory-auth-");
    private readonly string _endpoint = emulator.GetLeftPart(UriPartial.Authority);

    /// <summary>Every kind, and the kind of token that the emulator then gives.</summary>
    public static TheoryData<string, string> Kinds => new()
    {
        { "service_account", "key" },
        { "authorized_user", "user" },
        { "external_account", "federated" },
        { "external_account from a server", "federated" },
        { "external_account acting as a service account", "impersonated" },
        { "external_account_authorized_user", "user" },
        { "impersonated_service_account", "impersonated" },
    };

    public string this[string name] => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);

    public string Write(string kind) => Write(kind, Make(kind));

    public string Write(string name, JsonNode content)
    {
        File.WriteAllText(this[name], content.ToJsonString());
        return this[name];
    }

    public JsonObject Make(string kind) => kind switch
    {
        "service_account" => new JsonObject
        {
            ["type"] = kind,
            ["project_id"] = "emulated-project",
            ["private_key_id"] = "1",
            ["private_key"] = s_key,
            ["client_email"] = Account,
            ["token_uri"] = $"{_endpoint}/token",
            ["quota_project_id"] = "quota-of-the-file",
        },
        "authorized_user" => new JsonObject
        {
            ["type"] = kind,
            ["client_id"] = "client",
            ["client_secret"] = "secret-of-the-client",
            ["refresh_token"] = "secret-of-the-user",
            ["token_uri"] = $"{_endpoint}/token",
        },
        "external_account" => External(new JsonObject { ["file"] = SubjectToken() }),
        "external_account from a server" => External(new JsonObject
        {
            ["url"] = $"{_endpoint}/computeMetadata/v1/instance/service-accounts/default/token",
            ["headers"] = new JsonObject { ["Metadata-Flavor"] = "Google" },
            ["format"] = new JsonObject { ["type"] = "json", ["subject_token_field_name"] = "access_token" },
        }),
        "external_account acting as a service account" => ActingAs(Make("external_account")),
        "external_account_authorized_user" => new JsonObject
        {
            ["type"] = kind,
            ["client_id"] = "client",
            ["client_secret"] = "secret-of-the-client",
            ["refresh_token"] = "secret-of-the-user",
            ["token_url"] = $"{_endpoint}/token",
        },
        "impersonated_service_account" => ActingAs(new JsonObject { ["type"] = kind, ["source_credentials"] = Make("service_account") }),
        _ => throw new ArgumentException($"There is no kind '{kind}'.", nameof(kind)),
    };

    private static string MakeKey()
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportPkcs8PrivateKeyPem();
    }

    private JsonObject External(JsonObject source) => new()
    {
        ["type"] = "external_account",
        ["audience"] = "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/provider",
        ["subject_token_type"] = "urn:ietf:params:oauth:token-type:jwt",
        ["token_url"] = $"{_endpoint}/v1/token",
        ["credential_source"] = source,
    };

    private JsonObject ActingAs(JsonObject credentials)
    {
        credentials["service_account_impersonation_url"] = $"{_endpoint}/v1/projects/-/serviceAccounts/{Account}:generateAccessToken";
        return credentials;
    }

    private string SubjectToken()
    {
        File.WriteAllText(this["subject"], "secret-of-the-subject");
        return this["subject"];
    }
}
