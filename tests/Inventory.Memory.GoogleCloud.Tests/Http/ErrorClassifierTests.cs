using System.Text;
using Inventory.Memory.GoogleCloud.Http;
using Inventory.Memory.Tests.Shared;

namespace Inventory.Memory.GoogleCloud.Tests.Http;

public sealed class ErrorClassifierTests
{
    private static readonly ApiCall s_call = new("p1", "compute.googleapis.com:443");

    [Theory]
    [InlineData(403, """{"error":{"errors":[{"reason":"userRateLimitExceeded"}]}}""", "Quota")]
    [InlineData(403, """{"error":{"errors":[{"reason":"quotaExceeded"}]}}""", "Quota")]
    [InlineData(403, """{"error":{"status":"RESOURCE_EXHAUSTED"}}""", "Quota")]
    [InlineData(403, """{"error":{"details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"RATE_LIMIT_EXCEEDED"}]}}""", "Quota")]
    [InlineData(429, """{"error":{"status":"RESOURCE_EXHAUSTED"}}""", "Quota")]
    [InlineData(429, "", "Quota")]
    [InlineData(403, """{"error":{"details":[{"@type":"x","reason":"SERVICE_DISABLED","metadata":{"service":"s"}}]}}""", "Disabled")]
    [InlineData(403, """{"error":{"errors":[{"reason":"accessNotConfigured"}],"mess""", "Disabled")]
    [InlineData(403, "<html>rateLimitExceeded</html>", "Denied")]
    [InlineData(401, """{"error":"invalid_token","error_description":"expired"}""", "Denied")]
    [InlineData(404, "", "Gone")]
    [InlineData(403, """[{"error":{"code":403,"errors":[{"reason":"rateLimitExceeded"}]}}]""", "Quota")]
    [InlineData(403, "\uFEFF{\"error\":{\"status\":\"RESOURCE_EXHAUSTED\"}}", "Quota")]
    [InlineData(403, "", "Denied")]
    [InlineData(403, """{"error":{"errors":[{"reason":"limitExceeded"}]}}""", "Quota")]
    [InlineData(408, "", "Transient")]
    [InlineData(500, "{", "Transient")]
    [InlineData(502, "<html>", "Transient")]
    [InlineData(503, "", "Transient")]
    [InlineData(504, "", "Transient")]
    [InlineData(400, """{"error":{"message":"Invalid pageToken"}}""", "Ours")]
    [InlineData(400, """{"error":{"message":"other"}}""", "Ours")]
    [InlineData(501, "", "Ours")]
    [InlineData(204, "", "Unusable")]
    public void FromAnswer_StatusAndBody_AreWhatTheySay(int status, string body, string kind) =>
        Assert.Equal(kind, Classify(status, body).Kind.ToString());

    [Theory]
    [InlineData("""{"error":{"errors":[{"reason":"forbidden"}],"status":"PERMISSION_DENIED"}}""", "forbidden")]
    [InlineData("""{"error":{"errors":[{"reason":""}],"status":"PERMISSION_DENIED"}}""", "PERMISSION_DENIED")]
    [InlineData("""{"error":{"errors":[{"reason":"\u0001"}],"status":" "}}""", "http403")]
    [InlineData("<html>", "http403")]
    public void FromAnswer_Reason_IsNeverEmpty(string body, string reason) => Assert.Equal(reason, Classify(403, body).Reason);

    /// <summary>Google's ErrorReason but for those of quotas and disabled services, which have kinds of their own; then those of Cloud Storage and BigQuery.</summary>
    [Theory]
    [InlineData("BILLING_DISABLED", "Turn on billing for project '42'")]
    [InlineData("API_KEY_INVALID", "An API key was sent")]
    [InlineData("API_KEY_SERVICE_BLOCKED", "An API key was sent")]
    [InlineData("API_KEY_HTTP_REFERRER_BLOCKED", "An API key was sent")]
    [InlineData("API_KEY_IP_ADDRESS_BLOCKED", "An API key was sent")]
    [InlineData("API_KEY_ANDROID_APP_BLOCKED", "An API key was sent")]
    [InlineData("API_KEY_IOS_APP_BLOCKED", "An API key was sent")]
    [InlineData("LOCATION_TAX_POLICY_VIOLATED", "tax details")]
    [InlineData("USER_PROJECT_DENIED", "roles/serviceusage.serviceUsageConsumer in project '42', or name another project with --quota-project")]
    [InlineData("CONSUMER_SUSPENDED", "suspended project '42'")]
    [InlineData("CONSUMER_INVALID", "Check the project whose quota is used")]
    [InlineData("SECURITY_POLICY_VIOLATED", "VPC Service Controls")]
    [InlineData("ACCESS_TOKEN_EXPIRED", "sign in again")]
    [InlineData("ACCESS_TOKEN_SCOPE_INSUFFICIENT", "OAuth scopes")]
    [InlineData("ACCOUNT_STATE_INVALID", "disabled or deleted")]
    [InlineData("ACCESS_TOKEN_TYPE_UNSUPPORTED", "another kind")]
    [InlineData("CREDENTIALS_MISSING", "No access token")]
    [InlineData("RESOURCE_PROJECT_INVALID", "Check the project's id")]
    [InlineData("SESSION_COOKIE_INVALID", "sign in again")]
    [InlineData("USER_BLOCKED_BY_ADMIN", "administrator has blocked")]
    [InlineData("RESOURCE_USAGE_RESTRICTION_VIOLATED", "restrict resource service usage")]
    [InlineData("SYSTEM_PARAMETER_UNSUPPORTED", "does not take one of the parameters")]
    [InlineData("ORG_RESTRICTION_VIOLATION", "organization restrictions")]
    [InlineData("ORG_RESTRICTION_HEADER_INVALID", "organization restrictions")]
    [InlineData("SERVICE_NOT_VISIBLE", "offered to chosen projects")]
    [InlineData("GCP_SUSPENDED", "suspended project '42'")]
    [InlineData("LOCATION_POLICY_VIOLATED", "policy of the organization")]
    [InlineData("LOCATION_ORG_POLICY_VIOLATED", "policy of the organization")]
    [InlineData("MISSING_ORIGIN", "Origin")]
    [InlineData("OVERLOADED_CREDENTIALS", "more than one kind of credentials")]
    [InlineData("accountDisabled", "unpaid bills")]
    [InlineData("UserProjectAccountProblem", "billing of project '42'")]
    [InlineData("UserProjectMissing", "requester pays")]
    [InlineData("billingNotEnabled", "Turn on billing")]
    [InlineData("insufficientScopes", "OAuth scopes")]
    [InlineData("domainPolicy", "policy of the organization")]
    [InlineData("authError", "sign in again")]
    [InlineData("required", "No access token")]
    public void FromAnswer_DocumentedReason_HasItsOwnRemedy(string reason, string remedy)
    {
        var error = Classify(403, $$$"""{"error":{"errors":[{"reason":"forbidden"}],"message":"m","details":[{"reason":"{{{reason}}}","metadata":{"consumer":"projects/42"}}]}}""");
        Assert.Equal(("Denied", reason), (error.Kind.ToString(), error.Reason));
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Grant the caller a role that may list there", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("{consumer}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, """{"error":{"message":"m","errors":[{"reason":"forbidden"}]}}""", "Grant the caller a role that may list there")]
    [InlineData(403, """{"error":{"message":"m","details":[{"reason":"IAM_PERMISSION_DENIED","metadata":{"permission":"compute.disks.list"}}]}}""", "a role with the permission compute.disks.list.")]
    [InlineData(403, """{"error":{"message":"Request had insufficient authentication scopes.","errors":[{"reason":"insufficientPermissions"}]}}""", "OAuth scopes")]
    [InlineData(403, "<html>blocked</html>", "a proxy or a firewall")]
    [InlineData(401, """{"error":{"message":"m"}}""", "sign in again, or give another")]
    [InlineData(404, """{"error":{"message":"m"}}""", "Check the project's id.")]
    [InlineData(404, "<html>Not Found</html>", "check --endpoint")]
    public void FromAnswer_NoReasonOfItsOwn_HasTheRemedyOfItsMeaning(int status, string body, string remedy) =>
        Assert.Contains(remedy, Classify(status, body).Message, StringComparison.Ordinal);

    [Fact]
    public void FromAnswer_GoneChildOrPlace_SaysWhatIsGone()
    {
        var body = ErrorBody.Parse("""{"error":{"message":"m"}}"""u8);
        var child = ErrorClassifier.FromAnswer(new("p1", "h:1") { ParentName = "locations/l/keyRings/k" }, 404, body).Message;
        Assert.Contains("'locations/l/keyRings/k', which it belongs to, was listed before and is not there any more", child, StringComparison.Ordinal);
        Assert.DoesNotContain("project's id", child, StringComparison.Ordinal);
        Assert.Contains("the API is not there in 'l'", ErrorClassifier.FromAnswer(new("p1", "h:1") { Location = "l" }, 404, body).Message, StringComparison.Ordinal);
        Assert.Contains("Check its id.", ErrorClassifier.FromAnswer(new("folders/1", "h:1"), 404, body).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromAnswer_RetryInfo_IsRead()
    {
        var error = Classify(429, """{"error":{"details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"30.5s"}]}}""");
        Assert.Equal(TimeSpan.FromSeconds(30.5), error.RetryAfter);
    }

    /// <summary>"1.5" is fifteen where a point separates thousands.</summary>
    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void FromAnswer_RetryInfoWhereTheCommaIsTheDecimalSeparator_IsReadAllTheSame(string culture)
    {
        using var there = new UnderCulture(culture);
        var error = Classify(429, """{"error":{"details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"1.5s"}]}}""");
        Assert.Equal(TimeSpan.FromSeconds(1.5), error.RetryAfter);
    }

    [Fact]
    public void FromAnswer_ControlCharacters_DoNotReachTheMessage()
    {
        var error = Classify(400, """{"error":{"message":"a\u001b[2Jb"}}""");
        Assert.DoesNotContain('\u001b', error.Message);
    }

    private static ApiError Classify(int status, string body) =>
        ErrorClassifier.FromAnswer(s_call, status, ErrorBody.Parse(Encoding.UTF8.GetBytes(body)));
}
