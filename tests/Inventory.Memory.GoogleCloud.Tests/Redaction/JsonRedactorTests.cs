using System.Buffers;
using System.Text;
using System.Text.Json;
using Inventory.Memory.GoogleCloud.Redaction;

namespace Inventory.Memory.GoogleCloud.Tests.Redaction;

public sealed class JsonRedactorTests
{
    [Theory]
    [InlineData("""{"metadata":{"kind":"k","items":[{"key":"startup-script","value":"s3cret"},{"key":"b","value":"x\"y"}]}}""",
        """{"metadata":{"kind":"k","items":[{"key":"startup-script","value":"REDACTED"},{"key":"b","value":"REDACTED"}]}}""")]
    [InlineData("""{"properties":{"metadata":{"items":[{"value":"s3cret","key":"k"}]},"x":1}}""",
        """{"properties":{"metadata":{"items":[{"value":"REDACTED","key":"k"}]},"x":1}}""")]
    [InlineData("""{"meta\u0064ata":{"it\u0065ms":[{"valu\u0065":"s3cret"}]}}""",
        """{"meta\u0064ata":{"it\u0065ms":[{"valu\u0065":"REDACTED"}]}}""")]
    [InlineData("""{"environmentVariables":{"A":"s3cret","B":{"c":["s3cret"]}},"a":"kept"}""",
        """{"environmentVariables":{"A":"REDACTED","B":"REDACTED"},"a":"kept"}""")]
    [InlineData("""{"env":[{"name":"A","value":"s3cret"},{"name":"B","valueFrom":{"secret":"ref"}}]}""",
        """{"env":[{"name":"A","value":"REDACTED"},{"name":"B","valueFrom":{"secret":"ref"}}]}""")]
    [InlineData("""{"env":["A=s3cret"]}""", """{"env":["REDACTED"]}""")]
    [InlineData("""{"envVariables":{"A":"s3cret"},"buildEnvVariables":{"B":"s3cret"},"secretEnv":["KEPT"]}""",
        """{"envVariables":{"A":"REDACTED"},"buildEnvVariables":{"B":"REDACTED"},"secretEnv":["KEPT"]}""")]
    [InlineData("""{"taskSpec":{"environment":{"variables":{"A":"s3cret"}}},"taskEnvironments":[{"variables":{"A":"s3cret"}}],"variables":{"A":"kept"}}""",
        """{"taskSpec":{"environment":{"variables":{"A":"REDACTED"}}},"taskEnvironments":[{"variables":{"A":"REDACTED"}}],"variables":{"A":"kept"}}""")]
    [InlineData("""{"nodeConfig":{"metadata":{"a":"s3cret"}},"config":{"gceClusterConfig":{"metadata":{"a":"s3cret","n":1}}},"metadata":{"name":"kept"}}""",
        """{"nodeConfig":{"metadata":{"a":"REDACTED"}},"config":{"gceClusterConfig":{"metadata":{"a":"REDACTED","n":"REDACTED"}}},"metadata":{"name":"kept"}}""")]
    [InlineData("""{"allInstancesConfig":{"properties":{"metadata":{"a":"s3cret"},"labels":{"a":"kept"}}}}""",
        """{"allInstancesConfig":{"properties":{"metadata":{"a":"REDACTED"},"labels":{"a":"kept"}}}}""")]
    [InlineData("""{"masterAuth":{"password":"s3cret","clientKey":"s3cret","clientCertificate":"kept"},"disks":[{"diskEncryptionKey":{"rawKey":"s3cret","sha256":"kept"}}]}""",
        """{"masterAuth":{"password":"REDACTED","clientKey":"REDACTED","clientCertificate":"kept"},"disks":[{"diskEncryptionKey":{"rawKey":"REDACTED","sha256":"kept"}}]}""")]
    [InlineData("""{"md5AuthenticationKeys":[{"name":"kept","key":"s3cret"}],"awsAccessKey":{"accessKeyId":"s3cret","secretAccessKey":"s3cret"},"azureCredentials":{"sasToken":"s3cret"}}""",
        """{"md5AuthenticationKeys":[{"name":"kept","key":"REDACTED"}],"awsAccessKey":{"accessKeyId":"REDACTED","secretAccessKey":"REDACTED"},"azureCredentials":{"sasToken":"REDACTED"}}""")]
    [InlineData("""{"args":["--name","kept","--password","s3cret","kept","DB_PASSWORD=s3cret"],"command":["sh","-c","curl -H 'Authorization: Bearer s3cret'"]}""",
        """{"args":["--name","kept","--password","REDACTED","kept","REDACTED"],"command":["sh","-c","REDACTED"]}""")]
    [InlineData("""{"substitutions":{"_REGION":"kept","_API_KEY":"s3cret","_X":"ghp_s3cret"},"steps":[{"args":["build"],"script":"export TOKEN=s3cret"}]}""",
        """{"substitutions":{"_REGION":"kept","_API_KEY":"REDACTED","_X":"REDACTED"},"steps":[{"args":["build"],"script":"REDACTED"}]}""")]
    [InlineData("""{"items":[{"value":"kept"}],"value":"kept","metadata":"kept","metadata":[{"items":[{"value":"kept"}]}]}""",
        """{"items":[{"value":"kept"}],"value":"kept","metadata":"kept","metadata":[{"items":[{"value":"kept"}]}]}""")]
    public void Redact_SecretPlaces_MasksTheirValuesAlone(string json, string expected) =>
        Assert.Equal(expected, Redacted(json));

    [Fact]
    public void Redact_WhiteSpaceAndOddTokens_AreKept()
    {
        const string Json = "{ \"a\" : [ 1.50 , true,null ,\"\\u00e9é\" ] ,\n \"b\":{ } }";
        Assert.Equal(Json, Redacted(Json));
    }

    [Fact]
    public void Redact_CutJson_Throws() => Assert.ThrowsAny<JsonException>(() => Redacted("""{"metadata":{"items":["""));

    [Fact]
    public void Redact_64Levels_IsFollowed()
    {
        var json = string.Concat(Enumerable.Repeat("[", 64)) + string.Concat(Enumerable.Repeat("]", 64));
        Assert.Equal(json, Redacted(json));
    }

    private static string Redacted(string json)
    {
        var output = new ArrayBufferWriter<byte>();
        JsonRedactor.Redact(Encoding.UTF8.GetBytes(json), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
