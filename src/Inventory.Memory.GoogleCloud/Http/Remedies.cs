namespace Inventory.Memory.GoogleCloud.Http;

/// <summary>What to do about an answer that is no list: by the reason that it gives, else by what it means.</summary>
/// <remarks>Reasons are those of Google's <c>ErrorReason</c>, and of the JSON APIs (Cloud Storage, BigQuery) that have words of their own.</remarks>
internal static class Remedies
{
    /// <summary>Stands for the project that the answer is about.</summary>
    private const string Consumer = "{consumer}";

    private const string Billing = "Turn on billing for " + Consumer + ", or see why its billing account is closed.";
    private const string Perimeter = "A VPC Service Controls perimeter refuses, which no role changes: collect from inside of it, or have the caller let in by an access level or an ingress rule.";
    private const string Scope = "The access token has too few OAuth scopes, which no role changes: sign in with https://www.googleapis.com/auth/cloud-platform; of a virtual machine, set its access scopes.";
    private const string Token = "The access token is not accepted: sign in again, or give another.";
    private const string OrganizationPolicy = "A policy of the organization forbids it, which no role changes: ask its administrators for an exception.";
    private const string ApiKey = "An API key was sent, which this program does not do: look for a proxy that adds one, or at --endpoint.";
    private const string QuotaUse = "Grant the caller roles/serviceusage.serviceUsageConsumer in " + Consumer + ", or name another project with --quota-project.";
    private const string Suspended = "Google has suspended " + Consumer + ": its owner sees why in the console, and can appeal there.";

    private static readonly Dictionary<string, string> s_byReason = new(StringComparer.OrdinalIgnoreCase)
    {
        ["BILLING_DISABLED"] = Billing,
        ["billingNotEnabled"] = Billing,
        ["billingDisabled"] = Billing,
        ["accountDisabled"] = "The billing account or the owner of " + Consumer + " is disabled: look for unpaid bills in the console.",
        ["UserProjectAccountProblem"] = "Look at the billing of " + Consumer + ", whose quota is used, or name another project with --quota-project.",
        ["UserProjectMissing"] = "The requester pays there: name the project that is to pay with --quota-project.",
        ["UserProjectInvalid"] = "Check the project of --quota-project: it does not exist, or its name is wrong.",
        ["UserProjectInconsistent"] = "Name one project with --quota-project.",
        ["USER_PROJECT_DENIED"] = QuotaUse,
        ["userProjectAccessDenied"] = QuotaUse,
        ["CONSUMER_INVALID"] = "Check the project whose quota is used (--quota-project, GOOGLE_CLOUD_QUOTA_PROJECT, the credentials' own): " + Consumer + " does not exist, or is about to be deleted.",
        ["CONSUMER_SUSPENDED"] = Suspended,
        ["GCP_SUSPENDED"] = Suspended,
        ["RESOURCE_PROJECT_INVALID"] = "Check the project's id: it does not exist, or is about to be deleted.",
        ["SERVICE_NOT_VISIBLE"] = "The API is offered to chosen projects alone: ask its provider to admit " + Consumer + ", or leave its types out with --exclude.",
        ["SECURITY_POLICY_VIOLATED"] = Perimeter,
        ["vpcServiceControls"] = Perimeter,
        ["ORG_RESTRICTION_VIOLATION"] = "The network lets only resources of some organizations through (organization restrictions): collect from another network, or have this one admitted.",
        ["ORG_RESTRICTION_HEADER_INVALID"] = "A proxy of the network adds a header of organization restrictions that is wrong: have its administrators correct it.",
        ["LOCATION_POLICY_VIOLATED"] = OrganizationPolicy,
        ["LOCATION_ORG_POLICY_VIOLATED"] = OrganizationPolicy,
        ["RESOURCE_USAGE_RESTRICTION_VIOLATED"] = "A policy of the organization does not allow this API (restrict resource service usage), which no role changes: ask its administrators, or leave its types out with --exclude.",
        ["domainPolicy"] = OrganizationPolicy,
        ["LOCATION_TAX_POLICY_VIOLATED"] = "The tax details of the billing account do not allow it there: complete them in the console.",
        ["USER_BLOCKED_BY_ADMIN"] = "An administrator has blocked the caller from this API: have it unblocked, or sign in as another.",
        ["ACCOUNT_STATE_INVALID"] = "The caller's account is disabled or deleted: enable it, or sign in as another.",
        ["ACCESS_TOKEN_SCOPE_INSUFFICIENT"] = Scope,
        ["insufficientScopes"] = Scope,
        ["ACCESS_TOKEN_EXPIRED"] = "The access token has expired: sign in again, or give a fresh one.",
        ["ACCESS_TOKEN_TYPE_UNSUPPORTED"] = "Give an OAuth access token: it is one of another kind, such as an identity token.",
        ["CREDENTIALS_MISSING"] = "No access token was accepted with the request: sign in, or look for a proxy that takes it out.",
        ["required"] = "No access token was accepted with the request: sign in, or look for a proxy that takes it out.",
        ["SESSION_COOKIE_INVALID"] = Token,
        ["authError"] = Token,
        ["invalid_token"] = Token,
        ["expired"] = Token,
        ["OVERLOADED_CREDENTIALS"] = "The request came with more than one kind of credentials: look for a proxy that adds some.",
        ["MISSING_ORIGIN"] = "The request lacks a header that a proxy has taken out (Origin).",
        ["SYSTEM_PARAMETER_UNSUPPORTED"] = "The API does not take one of the parameters that were sent: leave --quota-project or --fields out.",
        ["API_KEY_INVALID"] = ApiKey,
        ["API_KEY_SERVICE_BLOCKED"] = ApiKey,
        ["API_KEY_HTTP_REFERRER_BLOCKED"] = ApiKey,
        ["API_KEY_IP_ADDRESS_BLOCKED"] = ApiKey,
        ["API_KEY_ANDROID_APP_BLOCKED"] = ApiKey,
        ["API_KEY_IOS_APP_BLOCKED"] = ApiKey,
    };

    /// <summary>Whether a reason says what to do, so that it says more than another beside it.</summary>
    public static bool Knows(string reason) => s_byReason.ContainsKey(reason);

    /// <summary>A sentence or two; nothing where there is nothing to advise, or where it depends on the project that was meant.</summary>
    public static string For(ErrorKind kind, int status, ApiCall call, ErrorBody body)
    {
        if (kind is ErrorKind.Quota or ErrorKind.Transient or ErrorKind.Disabled)
        {
            return kind == ErrorKind.Quota ? "Collect again later, or ask for more quota." : "";
        }

        if (body.Reasons.Find(Knows) is { } reason)
        {
            var consumer = body.Consumer is { } name ? $"project '{name}'" : "the project that the answer is about";
            return s_byReason[reason].Replace(Consumer, consumer, StringComparison.Ordinal);
        }

        return kind switch
        {
            ErrorKind.Denied => ForDenied(status, body),
            ErrorKind.Gone => ForGone(call, body),
            ErrorKind.StalePageToken => "The list has to start again.",
            _ => "",
        };
    }

    /// <summary>What to do where an API is not enabled in the project that makes the request.</summary>
    public static string ForCaller(ApiError error) => ConsumerName.IsOfGcloud(error.Consumer)
        ? $"Project '{error.Consumer}' is gcloud's own, in which nobody else can enable an API: name a project of yours with --quota-project, or sign in with a service account."
        : $"Enable {error.Service ?? "the API"} in {CallerOf(error)}, or name another project with --quota-project.";

    /// <summary>The project that makes the request, in the words of a message.</summary>
    public static string CallerOf(ApiError error) => error.Consumer is { } consumer ? $"project '{consumer}'" : "the project whose quota is used";

    private static string ForDenied(int status, ErrorBody body)
    {
        if (body.Message?.Contains("insufficient authentication scopes", StringComparison.OrdinalIgnoreCase) == true)
        {
            return Scope;
        }

        if (!body.IsKnownShape)
        {
            return "This is not how Google's APIs refuse: look for a proxy or a firewall on the way, or at --endpoint.";
        }

        return status == 401 ? Token
            : body.Permission is { } permission ? $"Grant the caller a role with the permission {ErrorClassifier.Clean(permission)}."
            : "Grant the caller a role that may list there, such as roles/compute.viewer, or give another access token.";
    }

    private static string ForGone(ApiCall call, ErrorBody body) => call switch
    {
        _ when !body.IsKnownShape => "No API of Google's answers so: check --endpoint, or the path in the file of --catalog.",
        { ParentName: { } parent } => $"'{ErrorClassifier.Clean(parent)}', which it belongs to, was listed before and is not there any more, as when it was deleted meanwhile: collect again.",
        { Location: { } location } => $"Check the project's id; if it is right, the API is not there in '{location}'.",
        { IsForProject: true } => "Check the project's id.",
        _ => "Check its id.",
    };
}
