using System.Text;
using CsCheck;
using Inventory.Memory.Manifests;
using Inventory.Memory.Sources;
using Inventory.Memory.Tests.Sources;

namespace Inventory.Memory.Tests.Manifests;

public sealed class ManifestTests
{
    private const string Line =
        """{"project":"p","collection":"compute.disks","scope":"zones/a","state":"denied","resources":1,"errors":2,"attempts":3,"requests":4,"bytes":5,"elapsedSeconds":1.234,"reason":"forbidden"}""" + "\n";

    [Fact]
    public async Task Write_Result_IsExactlyTheLine()
    {
        using var stream = new MemoryStream();
        using var writer = new ManifestWriter(stream);

        await writer.WriteAsync(new ScopeResult
        {
            Project = "p",
            Collection = "compute.disks",
            Scope = "zones/a",
            State = ScopeState.Denied,
            Resources = 1,
            Errors = 2,
            Attempts = 3,
            Requests = 4,
            Bytes = 5,
            Elapsed = TimeSpan.FromSeconds(1.2341),
            Reason = "forbidden",
        });

        Assert.Equal(Line, Encoding.UTF8.GetString(stream.ToArray()));
        Assert.Equal(Line.Length, writer.Position);
    }

    [Fact]
    public async Task Read_Written_IsTheSame()
    {
        using var stream = new MemoryStream();
        using var writer = new ManifestWriter(stream);
        var names = Enumerable.Range(0, 3000).Select(i => $"zones/\"{i}\"\n").ToList();
        foreach (var name in names)
        {
            await writer.WriteAsync(new ScopeResult { Parent = name.Length % 2 == 0 ? null : name, Collection = "c", Scope = name, State = (ScopeState)(name.Length % 8) });
        }

        stream.Position = 0;
        var read = await ManifestReader.ReadAsync(stream).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(names, read.Select(entry => entry.Scope));
        Assert.All(read, entry => Assert.Equal((ScopeState)(entry.Scope.Length % 8), entry.State));
        Assert.All(read, entry => Assert.Equal(entry.Scope.Length % 2 == 0 ? null : entry.Scope, entry.Parent));
    }

    [Theory]
    [InlineData("x\n", 1, "not a manifest's entry")]
    [InlineData(Line + "{}\n", 2, "not a manifest's entry")]
    [InlineData(Line + "[]\n", 2, "not a manifest's entry")]
    [InlineData(Line + "\n", 2, "not a manifest's entry")]
    [InlineData(Line + "{\"name\":\"//x\",\"resource\":{}}\n", 2, "not a manifest's entry")]
    [InlineData(Line + Line + "{\"proj", 3, "was killed")]
    public async Task Read_SomethingElse_NamesTheLine(string text, long line, string expected)
    {
        var failure = await Assert.ThrowsAsync<ManifestException>(() => ReadAsync(Encoding.UTF8.GetBytes(text)));

        Assert.Equal(line, failure.Line);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_EndlessLine_IsRefused()
    {
        var failure = await Assert.ThrowsAsync<ManifestException>(() => ReadAsync(new byte[ManifestReader.MaxLineBytes * 2]));

        Assert.Contains("longer than", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Mutated_IsAnEntryOrRefused() => Gen.Select(Gen.Int[0, Line.Length - 1], Gen.Byte).Array[1, 4].Sample(
        mutations =>
        {
            var bytes = Encoding.UTF8.GetBytes(Line);
            foreach (var (at, value) in mutations)
            {
                bytes[at] = value;
            }

            try
            {
                ReadAsync(bytes).GetAwaiter().GetResult();
            }
            catch (ManifestException)
            {
                // As it should be.
            }
        },
        seed: "0N0XIzNsQ0O2");

    [Fact]
    public async Task Collect_ScopesOfEveryKind_AreTold()
    {
        List<ScopeResult> told = [];
        PagedSource<ScopeNotice> source = new(
            "test.a",
            "test/A",
            (scope, _, _, _) => scope.Name switch
            {
                "denied" => throw new ScopeFailedException(ScopeState.Denied, "forbidden", "no") { Attempts = 2 },
                "disabled" => throw new ScopeFailedException(ScopeState.Disabled, "accessNotConfigured", "off"),
                "unreachable" => new(new ResourcePage<ScopeNotice> { Items = [], Notices = [new() { Reason = "unreachable", Message = "m", Scope = "zones/z", State = ScopeState.Failed }] }),
                "partial" => new(new ResourcePage<ScopeNotice> { Items = [], Notices = [new() { Reason = "itemTooLarge", Message = "m" }] }),
                _ => new(new ResourcePage<ScopeNotice> { Items = [] }),
            },
            (_, _) => { })
        {
            Project = "p",
            Scopes = [new("denied"), new("disabled"), new("unreachable"), new("partial"), new("empty")],
        };
        var failing = new PagedSource<TestResource>("test.b", "test/B", (_, _, _, _) => throw new InvalidOperationException(), TestResource.Write);

        var run = await TestRun.CollectAsync(new CollectionRequest(source, failing)
        {
            ScopeEnded = result =>
            {
                told.Add(result);
                return default;
            },
        });

        Assert.Equal(
            [
                ("denied", ScopeState.Denied, 1, 2, "forbidden"),
                ("disabled", ScopeState.Disabled, 0, 1, "accessNotConfigured"),
                ("zones/z", ScopeState.Failed, 1, 1, "unreachable"),
                ("unreachable", ScopeState.Partial, 0, 1, ScopeResult.PlacesMissing),
                ("partial", ScopeState.Partial, 1, 1, "itemTooLarge"),
                ("empty", ScopeState.Empty, 0, 1, null),
                ("default", ScopeState.Failed, 1, 1, "unexpected"),
            ],
            told.Select(result => (result.Scope, result.State, (int)result.Errors, result.Attempts, result.Reason)));
        Assert.Equal(run.Errors.Count, told.Sum(result => result.Errors));
        Assert.Equal((2, 2), (run.Summary.Ends(ScopeState.Failed), run.Summary.Ends(ScopeState.Partial)));
    }

    private static async Task ReadAsync(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        await ManifestReader.ReadAsync(stream).CountAsync();
    }
}
