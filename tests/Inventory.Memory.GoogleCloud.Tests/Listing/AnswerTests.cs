using Inventory.Memory.GoogleCloud.Tests.Support;

namespace Inventory.Memory.GoogleCloud.Tests.Listing;

/// <summary>What answers that are not simply a list become: never an empty list.</summary>
public sealed class AnswerTests
{
    private const string Page = """{"items":[{"name":"a"},{"name":"b"}]}""";

    [Theory]
    [InlineData(403, """{"error":{"code":403,"errors":[{"reason":"rateLimitExceeded"}],"message":"slow"}}""", ScopeState.Failed, "rateLimitExceeded")]
    [InlineData(429, "", ScopeState.Failed, "http429")]
    [InlineData(403, """{"error":{"code":403,"message":"m","status":"PERMISSION_DENIED"}}""", ScopeState.Denied, "PERMISSION_DENIED")]
    [InlineData(401, "<html>", ScopeState.Denied, "http401")]
    [InlineData(404, """[{"error":{"code":404,"message":"gone"}}]""", ScopeState.Failed, "http404")]
    [InlineData(503, "<html><body>Error</body></html>", ScopeState.Failed, "http503")]
    [InlineData(400, """{"error":{"code":400,"errors":[{"reason":"invalid"}],"message":"Invalid value for field 'pageToken': 'x'."}}""", ScopeState.Failed, "invalid")]
    [InlineData(200, """{"error":{"code":500,"message":"in a 200"}}""", ScopeState.Failed, "http500")]
    [InlineData(200, "", ScopeState.Failed, "truncated")]
    [InlineData(200, "<html>login</html>", ScopeState.Failed, "malformed")]
    [InlineData(200, "[]", ScopeState.Failed, "malformed")]
    [InlineData(204, "", ScopeState.Failed, "http204")]
    public async Task Collect_AnswerThatIsNoList_EndsTheScope(int status, string body, ScopeState state, string reason)
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json(body, status));
        var collected = await Collected.FromAsync(server, "compute.snapshots");
        var error = Assert.Single(collected.Errors);
        Assert.Equal((state, reason, (int?)status), (error.State, error.Reason, error.HttpStatus));
        Assert.Contains("p1", error.Message, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1:", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 1, "malformed")]
    [InlineData(false, 3, null)]
    public async Task Collect_MalformedResource_IsRefusedOrHandedOutAsSent(bool validate, int resources, string? reason)
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json("""{"items":[{"name":"a"},{"name":"b","n":01},{"name":"c"}]}"""));
        var collected = await Collected.FromAsync(server, "compute.snapshots", configure: options => options.ValidateItems = validate);
        Assert.Equal(resources, collected.Resources.Count());
        Assert.Equal(reason, collected.Errors.SingleOrDefault()?.Reason);
        Assert.All(collected.Resources.Skip(1).Take(1), record => Assert.Equal("""{"name":"b","n":01}"""u8, record.Json.Span));
    }

    /// <summary>An answer that is one object and comes without a body was cut, as a list without one was.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 1)]
    public async Task Collect_OneResourceWithoutABody_IsAskedForAgain(int empty, int errors)
    {
        var asked = 0;
        await using var server = new ScriptedHttpServer(target => Reply.Json(target.StartsWith("/storage/v1/b?", StringComparison.Ordinal)
            ? """{"kind":"storage#buckets","items":[{"name":"b1"}]}"""
            : ++asked <= empty ? "" : """{"kind":"storage#policy","bindings":[]}"""));
        var collected = await Collected.FromAsync(server, "storage.*", configure: options => options.MaxAttempts = 3);

        Assert.Equal(errors, collected.Errors.Count);
        Assert.All(collected.Errors, error => Assert.Equal((ScopeState.Failed, "truncated", 3), (error.State, error.Reason, error.Attempts)));
        Assert.Equal(2 - errors, collected.Resources.Count());
    }

    [Fact]
    public async Task Collect_ApiNotEnabled_IsAnAnswer()
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json("""{"error":{"code":403,"errors":[{"reason":"accessNotConfigured"}]}}""", 403));
        var collected = await Collected.FromAsync(server, "compute.snapshots");
        Assert.Empty(collected.Records);
        Assert.Equal(1, collected.Summary.Scopes(ScopeState.Disabled));
    }

    [Fact]
    public async Task Collect_Redirect_IsNotFollowedAndNamesTheTarget()
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json("", 302, "Location: https://login.example/x?secret=1\r\n"));
        var collected = await Collected.FromAsync(server, "compute.snapshots");
        var error = Assert.Single(collected.Errors);
        Assert.Equal("redirect", error.Reason);
        Assert.Contains("login.example", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Collect_ConnectionCutInTheBody_KeepsWhatWasComplete(bool reset)
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json(Page).CutBy(5, reset));
        var collected = await Collected.FromAsync(server, "compute.snapshots");
        Assert.Equal("connectionBroken", Assert.Single(collected.Errors).Reason);
        Assert.True(reset || collected.Resources.Any(), "the first resource was whole");
    }

    [Fact]
    public async Task Collect_ChunkedAndDripping_GivesTheSame()
    {
        var chunked = string.Concat(Page.Select(character => $"1\r\n{character}\r\n")) + "0\r\n\r\n";
        var reply = new Reply(System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{chunked}")) { ChunkBytes = 3 };
        await using var server = new ScriptedHttpServer(_ => reply);
        var collected = await Collected.FromAsync(server, "compute.snapshots");
        Assert.Equal(2, collected.Resources.Count());
        Assert.Equal(Page.Length, collected.Summary.BytesRead);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task Collect_StallingServer_TimesOut(int missing)
    {
        var reply = missing == 0 ? new Reply([]) : Reply.Json(Page).CutBy(missing) with { ThenClose = false };
        await using var server = new ScriptedHttpServer(_ => reply with { Stall = true });
        var collected = await Collected.FromAsync(server, "compute.snapshots", configure: options =>
            options.HeadersTimeout = options.BodyIdleTimeout = TimeSpan.FromMilliseconds(300));
        var error = Assert.Single(collected.Errors);
        Assert.Equal("timeout", error.Reason);
    }

    [Fact]
    public async Task Collect_NobodyListens_SaysWhereAndWhatToDo()
    {
        string address;
        await using (var server = new ScriptedHttpServer(_ => Reply.Json("{}")))
        {
            address = server.Address;
        }

        await using var inventory = new GoogleCloudInventory(new GoogleCloudOptions { Endpoint = address, MaxAttempts = 1 });
        var collected = await Collected.FromAsync(inventory, new GoogleCloudSelection { Projects = ["p1"], Types = ["compute.snapshots"] });
        var error = Assert.Single(collected.Errors);
        Assert.Equal(("unreachable", RunState.Failed), (error.Reason, collected.Summary.State));
        Assert.Contains(new Uri(address).Authority, error.Message, StringComparison.Ordinal);
        Assert.Contains("--endpoint", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_TlsToAPlainServer_IsATlsFailure()
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json("{}"));
        await using var inventory = new GoogleCloudInventory(new GoogleCloudOptions { Endpoint = server.Address.Replace("http:", "https:", StringComparison.Ordinal), ConnectTimeout = TimeSpan.FromSeconds(2), MaxAttempts = 1 });
        var collected = await Collected.FromAsync(inventory, new GoogleCloudSelection { Projects = ["p1"], Types = ["compute.snapshots"] });
        Assert.Contains(Assert.Single(collected.Errors).Reason, (string[])["tls", "unreachable"]);
    }

    [Fact]
    public async Task Collect_WarningsAndUnreachables_EachOnceAndPartial()
    {
        const string Missing = "\"unreachables\":[\"zones/z-1-b\",\"projects/p/regions/r-1\"],\"warning\":{\"code\":\"UNREACHABLE\",\"message\":\"some\",\"data\":[{\"key\":\"scope\",\"value\":\"zones/z-1-b\"}]}";
        await using var server = new ScriptedHttpServer(target => Reply.Json(target.Contains("pageToken", StringComparison.Ordinal)
            ? "{" + Missing + ",\"items\":{\"zones/z-1-c\":{\"warning\":{\"code\":\"SCOPE_WARNING\",\"message\":\"late\"}}}}"
            : "{" + Missing + ",\"nextPageToken\":\"2\",\"items\":{\"zones/z-1-a\":{\"disks\":[{\"name\":\"a\"}],\"warning\":{\"code\":\"NO_RESULTS_ON_PAGE\",\"message\":\"m\"}}}}"));
        var collected = await Collected.FromAsync(server, "compute.disks");
        Assert.Equal(
            [("unreachable", "z-1-b", ScopeState.Failed), ("unreachable", "r-1", ScopeState.Failed), ("UNREACHABLE", "z-1-b", ScopeState.Partial), ("SCOPE_WARNING", "z-1-c", ScopeState.Partial)],
            collected.Errors.Select(error => (error.Reason, error.Location!, error.State)));
        Assert.Single(collected.Names);
        Assert.Equal(1, collected.Summary.Scopes(ScopeState.Partial));
        Assert.Equal(RunState.Partial, collected.Summary.State);
    }

    [Fact]
    public async Task Collect_ManyNotices_AreBounded()
    {
        var places = string.Join(',', Enumerable.Range(0, 5000).Select(place => $"\"zones/z-{place}\""));
        await using var server = new ScriptedHttpServer(_ => Reply.Json($$"""{"unreachables":[{{places}}]}"""));
        var collected = await Collected.FromAsync(server, "compute.disks");
        Assert.Equal(1001, collected.Errors.Count);
        Assert.Equal("moreNotices", collected.Errors[^1].Reason);
    }

    [Fact]
    public async Task Collect_HugeItem_IsSkippedAndNamed()
    {
        var body = $$"""{"items":[{"name":"a"},{"name":"big","x":"{{new string('x', 200_000)}}"},{"name":"c"}]}""";
        await using var server = new ScriptedHttpServer(_ => Reply.Json(body));
        var collected = await Collected.FromAsync(server, "compute.snapshots", configure: options => options.MaxItemBytes = 100_000);
        Assert.Equal(["a", "c"], collected.Names.Select(name => name.Split('/')[^1]));
        var error = Assert.Single(collected.Errors);
        Assert.Equal("itemTooLarge", error.Reason);
        Assert.Contains("//compute.googleapis.com/projects/p1/global/snapshots/big", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", "repeatedPage")]
    [InlineData("2", "repeatedPageToken")]
    public async Task Collect_SamePageOrTokenForEver_Ends(string second, string reason)
    {
        await using var server = new ScriptedHttpServer(target => Reply.Json(
            $$"""{"items":[{"name":"{{(target.Contains("pageToken", StringComparison.Ordinal) ? second : "1")}}"}],"nextPageToken":"same"}"""));
        var collected = await Collected.FromAsync(server, "compute.snapshots");
        Assert.Equal(reason, Assert.Single(collected.Errors).Reason);
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(collected.Names.Count(), collected.Names.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Collect_PageTokenExpired_EndsWithTheReasonThatTheCoreKnows()
    {
        await using var server = new ScriptedHttpServer(target => target.Contains("pageToken", StringComparison.Ordinal)
            ? Reply.Json("""{"error":{"code":400,"errors":[{"reason":"invalid"}],"message":"Invalid value for field 'pageToken': 'x'."}}""", 400)
            : Reply.Json("""{"items":[{"name":"a"}],"nextPageToken":"x"}"""));
        var collected = await Collected.FromAsync(server, "compute.snapshots");
        Assert.Equal((ScopeState.Failed, Sources.PageTokens.StaleReason), (Assert.Single(collected.Errors).State, collected.Errors[0].Reason));
        Assert.Single(collected.Names);
    }

    [Fact]
    public async Task Collect_401_AsksForAnotherTokenOnce()
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json("", 401));
        var tokens = new CountingTokens();
        await using var inventory = new GoogleCloudInventory(new GoogleCloudOptions { Endpoint = server.Address }, tokens);
        var collected = await Collected.FromAsync(inventory, new GoogleCloudSelection { Projects = ["p1"], Types = ["compute.snapshots"] });
        Assert.Equal(ScopeState.Denied, Assert.Single(collected.Errors).State);
        Assert.Equal((2L, 1L), (collected.Summary.Requests, collected.Summary.Retries));
        Assert.Equal(["Bearer secret-1", "Bearer secret-2"], server.Requests.Select(head => head.Split("Authorization: ")[1].Split("\r\n")[0]));
        Assert.DoesNotContain("secret", collected.Errors[0].Message, StringComparison.Ordinal);
    }

    private sealed class CountingTokens : ITokenSource
    {
        private int _given = 1;

        public ValueTask<string?> GetTokenAsync(string? rejected, CancellationToken cancellationToken)
        {
            _given += rejected is null ? 0 : 1;
            return new($"secret-{_given}");
        }
    }
}
