using System.Text;
using CsCheck;
using Inventory.Memory.GoogleCloud.Tests.Support;

namespace Inventory.Memory.GoogleCloud.Tests.Listing;

/// <summary>What stands in a list and is no resource: left out, named by its name or place, and everything behind it is collected.</summary>
public sealed class OddItemsTests
{
    private const int MiB = 1 << 20;
    private const int MostOfAMessage = 2048;

    private static readonly string[] s_oddItems =
    [
        "null", "7", "-1.5e3", "true", "\"x\"", "[]", "[{\"name\":\"x\"}]", "{}", "{\"id2\":\"x\"}", "{\"name\":\"\"}", "{\"name\":null}", "{\"name\":{\"name\":\"x\"}}",
        "{\"name\":\"\\ud800\"}", "{\"name\":\"a\\udc00b\"}", $"{{\"name\":\"{new string('n', 5000)}\"}}", $"{{\"x\":{new string('[', 100)}{new string(']', 100)}}}",
    ];

    private static readonly Gen<string> s_odd = Gen.Int[0, s_oddItems.Length - 1].Select(i => s_oddItems[i]);

    [Theory]
    [InlineData("CloudStorage", """{"items":[{"name":"b0"},{"id":"x"},{"name":"b1"}]}""", "Item 2 of page 1 has no name")]
    [InlineData("CloudStorage", """{"items":[null,{"name":"b0"},{"name":"b1"}]}""", "Item 1 of page 1 is no JSON object")]
    [InlineData("CloudStorage", """{"items":[{"name":"b0"},{"name":"b1"},7]}""", "Item 3 of page 1 is no JSON object")]
    [InlineData("storage.buckets", """{"items":[{"name":"b0"},"x",{"name":"b1"}]}""", "Item 2 of page 1 is no JSON object")]
    [InlineData("CloudStorage", """{"items":[{"name":"b0"},{"name":"a\ud800"},{"name":"b1"}]}""", "no valid text")]
    [InlineData("compute.snapshots", """{"items":[{"name":"b0"},{"name":"\udc00"},{"name":"b1"}]}""", "no valid text")]
    [InlineData("compute.snapshots", """{"items":[{"name":"b0"},{"selfLink":"https://x/projects/p1/\ud800"},{"name":"b1"}]}""", "no valid text")]
    [InlineData("compute.snapshots", """{"items":[{"name":"b0"},{"kind":"k"},{"name":"b1"}]}""", "has no name")]
    [InlineData("compute.snapshots", """{"items":[{"name":"b0"},[{"name":"x"}],{"name":"b1"}]}""", "is no JSON object")]
    [InlineData("compute.disks", """{"items":{"zones/z":{"disks":[{"name":"b0"},false]},"zones/y":{"disks":[{"name":"b1"}]}}}""", "Item 2 of page 1 is no JSON object")]
    [InlineData("pubsub.topics", """{"topics":[{"name":"projects/p1/topics/b0"},{"labels":{}},{"name":"projects/p1/topics/b1"}]}""", "has no name")]
    public async Task Collect_ItemThatIsNone_IsLeftOutAlone(string type, string body, string expected)
    {
        await using var server = new ScriptedHttpServer(target => Reply.Json(target.Contains("/iam", StringComparison.Ordinal) ? "{\"bindings\":[]}" : body));
        var collected = await Collected.FromAsync(server, type);
        var error = Assert.Single(collected.Errors);
        Assert.Equal(("malformedItem", ScopeState.Partial), (error.Reason, error.State));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Equal(["b0", "b1"], collected.Names.Where(name => !name.EndsWith("/iam", StringComparison.Ordinal)).Select(name => name.Split('/')[^1]));
        Assert.Equal((RunState.Partial, 1L), (collected.Summary.State, collected.Summary.Scopes(ScopeState.Partial)));
        Assert.Equal(type == "CloudStorage" ? 2 : 0, collected.Names.Count(name => name.EndsWith("/iam", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("compute.snapshots", "items", "{\"name\":\"deep\",\"x\":#}", "deep")]
    [InlineData("storage.buckets", "items", "{\"x\":#,\"name\":\"deep\"}", "//storage.googleapis.com/deep")]
    [InlineData("bigquery.datasets", "datasets", "{\"datasetReference\":{\"datasetId\":\"deep\"},\"x\":#}", "Item 2 of page 1")]
    public async Task Collect_ItemNestsTooDeep_IsLeftOutAndNamed(string type, string property, string item, string name)
    {
        var deep = item.Replace("#", new string('[', 500) + new string(']', 500), StringComparison.Ordinal);
        foreach (var validate in new[] { true, false })
        {
            await using var server = PlacesServer.Of(_ => Reply.Json($$$"""{"{{{property}}}":[{"name":"a","datasetReference":{"datasetId":"a"}},{{{deep}}},{"name":"b","datasetReference":{"datasetId":"b"}}]}"""));
            var collected = await Collected.FromAsync(server, type, configure: options => options.ValidateItems = validate);
            Assert.All(collected.Errors, error => Assert.Equal(("itemTooDeep", ScopeState.Partial), (error.Reason, error.State)));
            Assert.All(collected.Errors, error => Assert.Contains(name, error.Message, StringComparison.Ordinal));
            Assert.NotEmpty(collected.Errors);
            Assert.Equal(2 * collected.Errors.Count, collected.Names.Count());
        }
    }

    [Theory]
    [InlineData("null", "Item 2 of page 1 is no JSON object")]
    [InlineData("{\"assetType\":\"a/B\"}", "has no name")]
    [InlineData("{\"name\":\"//a/x\"}", "has no asset type")]
    [InlineData("{\"name\":\"//a/\\ud800\",\"assetType\":\"a/B\"}", "no valid text")]
    [InlineData("{\"name\":\"//a/x\",\"assetType\":\"\\ud800\"}", "no valid text")]
    [InlineData("{\"name\":\"//a/x\",\"assetType\":\"a/B\",\"resource\":{\"parent\":\"\\ud800\"}}", "no valid text")]
    [InlineData("{\"name\":\"//a/x\",\"assetType\":\"a/B\",\"resource\":{\"data\":7}}", "data that is no JSON object")]
    [InlineData("{\"name\":\"//a/x\",\"assetType\":\"a/B\",\"resource\":{\"location\":\"LONG\"}}", "more than 4096 bytes")]
    [InlineData("{\"name\":\"//a/LONG\",\"assetType\":\"a/B\"}", "more than 4096 bytes")]
    [InlineData("{\"name\":\"//a/deep\",\"assetType\":\"a/B\",\"resource\":{\"data\":DEEP}}", "//a/deep")]
    public async Task CollectAssets_AssetThatIsNone_DoesNotEndTheOrganization(string asset, string expected)
    {
        asset = asset.Replace("LONG", new string('x', MiB), StringComparison.Ordinal).Replace("DEEP", new string('[', 500) + new string(']', 500), StringComparison.Ordinal);
        await using var server = new ScriptedHttpServer(target => Reply.Json(target.Contains("pageToken", StringComparison.Ordinal)
            ? """{"assets":[{"name":"//a/c","assetType":"a/B"}]}"""
            : $$$"""{"assets":[{"name":"//a/a","assetType":"a/B"},{{{asset}}},{"name":"//a/b","assetType":"a/B","resource":{"data":null}}],"nextPageToken":"t"}"""));
        await using var inventory = new GoogleCloudInventory(new GoogleCloudOptions { Endpoint = server.Address, MaxAttempts = 1 });
        var collected = await Collected.FromAsync(inventory.GetAssetInventorySourcesAsync(new GoogleCloudSelection { Organizations = ["1"] }, TestContext.Current.CancellationToken));
        Assert.Equal(["//a/a", "//a/b", "//a/c"], collected.Names);
        Assert.Contains(expected, Assert.Single(collected.Errors).Message, StringComparison.Ordinal);
        Assert.Equal((RunState.Partial, ScopeState.Partial), (collected.Summary.State, collected.Errors[0].State));
        Assert.All(collected.Resources, record => Assert.Equal((byte)'{', record.Json.Span[0]));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("{\"x\":1}")]
    [InlineData("{\"name\":\"\\ud800\"}")]
    public async Task Collect_PartOfAResourceIsNone_IsLeftOutAlone(string pool)
    {
        await using var server = PlacesServer.Of(_ => Reply.Json($$$"""{"clusters":[{"name":"c","location":"l-1","nodePools":[{"name":"a"},{{{pool}}},{"name":"b"}]}]}"""));
        var collected = await Collected.FromAsync(server, "container.*");
        var error = Assert.Single(collected.Errors);
        Assert.Equal(("malformedItem", "container.googleapis.com/NodePool"), (error.Reason, error.AssetType));
        Assert.Contains("Item 2 of 'nodePools'", error.Message, StringComparison.Ordinal);
        Assert.Equal(["c", "a", "b"], collected.Names.Select(name => name.Split('/')[^1]));
    }

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"LONG\"")]
    public async Task Collect_WhatARecordIsDerivedFromIsNone_TheResourceStays(string address)
    {
        address = address.Replace("LONG", new string('1', 100_000), StringComparison.Ordinal);
        await using var server = PlacesServer.Of(target => Reply.Json(target.Contains("forwardingRules", StringComparison.Ordinal)
            ? $$$"""{"items":{"regions/l-1":{"forwardingRules":[{"name":"a","loadBalancingScheme":"EXTERNAL","IPAddress":{{{address}}} },{"name":"b","loadBalancingScheme":"EXTERNAL","IPAddress":"1.2.3.4"}]} } }"""
            : "{}"));
        var collected = await Collected.FromAsync(server, "compute.*", selection => selection.Types = ["compute.forwardingRules", "compute.externalIPAddresses"]);
        Assert.Equal(["a", "b", "1.2.3.4"], collected.Names.Select(name => name.Split('/')[^1]));
        Assert.Equal("malformedItem", Assert.Single(collected.Errors).Reason);
    }

    [Theory]
    [InlineData("compute.snapshots", """{"hello":"world"}""")]
    [InlineData("compute.disks", """{"hello":"world"}""")]
    [InlineData("storage.buckets", """{"login":true,"next":"/"}""")]
    [InlineData("pubsub.topics", """{"status":"ok"}""")]
    public async Task Collect_AnswerHasNothingOfAList_IsMalformedAndNotEmpty(string type, string body)
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json(body));
        var collected = await Collected.FromAsync(server, type);
        Assert.Equal(("malformed", ScopeState.Failed), (Assert.Single(collected.Errors).Reason, collected.Errors[0].State));
        Assert.Equal((RunState.Failed, 0L), (collected.Summary.State, collected.Summary.Scopes(ScopeState.Empty)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"kind":"k"}""")]
    [InlineData("""{"etag":"e","totalSize":0}""")]
    [InlineData("""{"items":[]}""")]
    [InlineData("""{"unreachable":[]}""")]
    public async Task Collect_AnswerOfAnEmptyList_IsEmpty(string body)
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json(body));
        var collected = await Collected.FromAsync(server, "compute.snapshots");
        Assert.Empty(collected.Records);
        Assert.Equal((RunState.Complete, 1L), (collected.Summary.State, collected.Summary.Scopes(ScopeState.Empty)));
    }

    [Theory]
    [InlineData("12")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("[]")]
    public async Task Collect_PageTokenIsNoText_IsMalformedAndNotTheEnd(string token)
    {
        await using var server = new ScriptedHttpServer(_ => Reply.Json($$"""{"items":[{"name":"a"}],"nextPageToken":{{token}}}"""));
        var collected = await Collected.FromAsync(server, "compute.snapshots");
        Assert.Equal(("malformed", ScopeState.Failed), (Assert.Single(collected.Errors).Reason, collected.Errors[0].State));
        Assert.Contains("nextPageToken", collected.Errors[0].Message, StringComparison.Ordinal);
        Assert.Single(collected.Names);
    }

    [Fact]
    public Task Collect_AnyItems_GivesEveryResourceAndNamesEveryOther() =>
        Gen.Select(Gen.Bool.Array[0, 12], s_odd.Array[12]).SampleAsync(
            async (isGood, odd) =>
            {
                // In three pages, so that the same may stand at the same place of each.
                var items = isGood.Select((good, i) => good ? $$"""{"name":"r{{i}}"}""" : odd[i]).ToList();
                await using var server = new ScriptedHttpServer(target =>
                {
                    var page = target.Split("pageToken=t") is [_, var token] ? token[0] - '0' : 0;
                    var next = page < 2 ? $",\"nextPageToken\":\"t{page + 1}\"" : "";
                    return Reply.Json($"{{\"items\":[{string.Join(',', items.Skip(page * 4).Take(4))}]{next}}}");
                });
                var collected = await Collected.FromAsync(server, "storage.buckets");
                Assert.Equal(items.Index().Where(item => isGood[item.Index]).Select(item => $"//storage.googleapis.com/r{item.Index}"), collected.Names);
                Assert.Equal(isGood.Count(good => !good), collected.Errors.Count);
                Assert.All(collected.Errors, error => Assert.Equal(ScopeState.Partial, error.State));
                Assert.Equal(collected.Errors.Count == 0 ? RunState.Complete : RunState.Partial, collected.Summary.State);
            },
            iter: 60,
            threads: 1);

    [Fact]
    public async Task Collect_LeftOutItemAndThePageFails_IsNamedOnce()
    {
        var requests = 0;
        const string Page = """{"items":[{"name":"a"},null,{"name":"b"},{"name":"c"}]}""";
        await using var server = new ScriptedHttpServer(_ => ++requests == 1 ? Reply.Json(Page).CutBy(10) : Reply.Json(Page));
        var collected = await Collected.FromAsync(server, "storage.buckets", configure: options => options.MaxAttempts = 3);
        Assert.Equal(["a", "b", "c"], collected.Names.Select(name => name.Split('/')[^1]));
        Assert.Equal((2, "malformedItem"), (requests, Assert.Single(collected.Errors).Reason));
    }

    [Theory]
    [InlineData("compute.snapshots", """{"items":[{"name":"#"},{"name":"b"}]}""", "malformedItem", 1)]
    [InlineData("compute.snapshots", """{"items":[{"selfLink":"https://x/projects/#"},{"name":"b"}]}""", "malformedItem", 1)]
    [InlineData("storage.buckets", """{"items":[{"name":"#"},{"name":"b"}]}""", "malformedItem", 1)]
    [InlineData("storage.buckets", """{"items":[{"name":"a","location":"#"},{"name":"b"}]}""", null, 2)]
    [InlineData("compute.disks", """{"items":{"zones/#":{"disks":[{"name":"a"}]}}}""", "malformed", 0)]
    [InlineData("compute.disks", """{"items":{"zones/z":{"disks":[{"name":"a"}]}},"nextPageToken":"#"}""", "malformed", 1)]
    [InlineData("compute.disks", """{"items":{"zones/z":{"disks":[{"name":"a"}],"warning":{"code":"#","message":"#","data":[{"key":"#","value":"#"}]}}}}""", "*", 1)]
    [InlineData("compute.disks", """{"items":{"zones/z":{"disks":[{"name":"a"}]}},"unreachables":["zones/#","#"]}""", "unreachable", 1)]
    [InlineData("sqladmin.instances", """{"items":[{"name":"a"}],"warnings":[{"code":"#","message":"#","region":"#"}]}""", "*", 1)]
    [InlineData("compute.snapshots", """{"error":{"code":418,"message":"#","errors":[{"reason":"#"}],"#":"#"}}""", "*", 0)]
    [InlineData("compute.snapshots", """{"items":[{"name":"a"}],"warning":{"code":"\ud800","message":"\ud800","data":[{"value":"\ud800"}]}}""", "*", 1)]
    public async Task Collect_TextOfMebibytes_IsBoundedWhereItIsKept(string type, string body, string? reason, int resources)
    {
        var long_ = new string('x', 3 * MiB);
        await using var server = new ScriptedHttpServer(_ => Reply.Json(body.Replace("#", long_, StringComparison.Ordinal)));
        var collected = await Collected.FromAsync(server, type);
        Assert.Equal(resources, collected.Resources.Count());
        Assert.Equal(reason is null, collected.Errors.Count == 0);
        Assert.All(collected.Errors, error =>
        {
            Assert.True(reason is "*" || reason == error.Reason, error.Reason);
            Assert.InRange(error.Reason.Length, 1, 128);
            Assert.InRange(error.Message.Length, 1, MostOfAMessage);
            Assert.InRange(error.Location?.Length ?? 0, 0, 512);
            Assert.InRange(error.AssetType?.Length ?? 0, 0, 512);
        });
        Assert.All(collected.Resources, record => Assert.InRange(Encoding.UTF8.GetByteCount(record.Name + record.Location), 1, 5000));
    }

    [Theory]
    [InlineData(403, "denied")]
    [InlineData(500, "broken")]
    public async Task Collect_ErrorOfMebibytes_IsBounded(int status, string word)
    {
        var long_ = word + new string('x', 3 * MiB);
        await using var server = new ScriptedHttpServer(_ => Reply.Json($$$"""{"error":{"code":{{{status}}},"status":"{{{long_}}}","message":"{{{long_}}}"}}""", status));
        var error = Assert.Single((await Collected.FromAsync(server, "compute.snapshots")).Errors);
        Assert.InRange(error.Reason.Length, 1, 128);
        Assert.InRange(error.Message.Length, 1, MostOfAMessage);
    }
}
