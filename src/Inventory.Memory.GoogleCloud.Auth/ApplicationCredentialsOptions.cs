namespace Inventory.Memory.GoogleCloud.Auth;

/// <summary>Which credentials to use. Read once, by the constructor of <see cref="ApplicationCredentials"/>.</summary>
public sealed class ApplicationCredentialsOptions
{
    /// <summary>What tokens are asked for unless said otherwise: what IAM allows the caller, in every API.</summary>
    public const string DefaultScope = "https://www.googleapis.com/auth/cloud-platform";

    /// <summary>
    /// A file of credentials: a service account key, an authorized user, workload or workforce identity federation, an
    /// impersonated service account. It wins over the environment.
    /// </summary>
    /// <value>null: application default credentials.</value>
    public string? CredentialsFile { get; set; }

    /// <summary>The e-mail address of a service account to act as, with the credentials that were found.</summary>
    /// <value>null.</value>
    public string? ImpersonateServiceAccount { get; set; }

    /// <summary>The service accounts through which <see cref="ImpersonateServiceAccount"/> is reached, in order.</summary>
    /// <value>None.</value>
    public IReadOnlyList<string> Delegates { get; set; } = [];

    /// <summary>The OAuth scopes of the tokens.</summary>
    /// <value><see cref="DefaultScope"/>.</value>
    public IReadOnlyList<string> Scopes { get; set; } = [DefaultScope];

    /// <summary>Where Google's APIs answer, as <see cref="GoogleCloudOptions.Endpoint"/>; IAM Credentials is asked there.</summary>
    /// <value>null: Google's own address.</value>
    public string? Endpoint { get; set; }

    /// <summary>
    /// What a person who has no access token is told to do, for an application with options or settings of its own: one or
    /// more sentences.
    /// </summary>
    /// <value>null: what this library offers.</value>
    public string? SignInAdvice { get; set; }
}
