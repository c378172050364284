using System.Text;
using Inventory.Memory.GoogleCloud.Http;

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

    [Fact]
    public void FromAnswer_RetryInfo_IsRead()
    {
        var error = Classify(429, """{"error":{"details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"30.5s"}]}}""");
        Assert.Equal(TimeSpan.FromSeconds(30.5), error.RetryAfter);
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
