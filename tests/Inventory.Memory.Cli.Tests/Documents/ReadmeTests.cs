using Inventory.Memory.Cli.Tests.Support;
using Inventory.Memory.Tests.Shared;

namespace Inventory.Memory.Cli.Tests.Documents;

/// <summary>The commands of README, in a terminal, as a reader copies them.</summary>
public sealed class ReadmeTests
{
    private const string NeedsACloudAccount = "It asks Google's APIs and needs a cloud account; here the same command is tried against the emulator.";

    private static readonly string[] s_starts = ["inventory ", "dotnet ", "native/inventory "];

    /// <summary>What is not run as it stands, and why.</summary>
    private static readonly Dictionary<string, string> s_excepted = new(StringComparer.Ordinal)
    {
        ["dotnet run -c Release --project src/Inventory.Memory.Cli -- collect --emulate"] = "It builds the tool first; the tool that is built is run with the same words here.",
        ["dotnet test -c Release --solution Inventory.Memory.sln"] = "It runs the tests, this one among them.",
        ["dotnet publish src/Inventory.Memory.Cli -c Release -p:PublishAot=true -o native"] = "It compiles for minutes, and needs a linker; the gates of the repository publish the native tool.",
        ["native/inventory collect --emulate"] = "It is the native tool, which is not built here.",
        ["inventory collect -p my-project -o inventory.ndjson --summary summary.json"] = NeedsACloudAccount,
        ["inventory collect -p my-project -t compute.instances -t '*Disk' -l europe-west1 --fields name,labels,status -o - | jq .name"] = NeedsACloudAccount,
        ["inventory collect --organization 123456789012 --project-label env=prod -o - | gzip > estate.ndjson.gz"] = NeedsACloudAccount,
        ["inventory plan --all-projects --check-enabled"] = NeedsACloudAccount,
        ["inventory collect -p my-project -o inventory.ndjson --checkpoint run.checkpoint --manifest scopes.ndjson"] = NeedsACloudAccount,
    };

    /// <summary>Each command that is tried: its line in README, what is run, and what is seen or left then.</summary>
    private static readonly (string Line, string Run, string Shows)[] s_tried =
    [
        ("dotnet run -c Release --project src/Inventory.Memory.Cli -- collect --emulate", "inventory collect --emulate", "Nothing was written"),
        ("inventory collect --emulate instances=100000 -t compute.instances -o /dev/null --overwrite --memory-limit 64MiB", "", "Resources Collected: 100000"),
        ("inventory types 'compute.*Proxies'", "", "compute.targetHttpProxies"),
        ("inventory doctor", "", "Recommendations"),
        ("inventory collect -p my-project -o inventory.ndjson --summary summary.json", "inventory collect -p my-project -o inventory.ndjson --summary summary.json --emulate 2 && head -c 9 inventory.ndjson && grep complete summary.json", "\"state\": \"complete\""),
        ("inventory collect -p my-project -t compute.instances -t '*Disk' -l europe-west1 --fields name,labels,status -o - | jq .name", "inventory collect -p my-project -t compute.instances -t '*Disk' -l europe-west1 --fields name,labels,status -o - --emulate 2000 | jq .name", "projects/my-project/zones/europe-west1-"),
        ("inventory collect --organization 123456789012 --project-label env=prod -o - | gzip > estate.ndjson.gz", "inventory collect --organization 123456789012 --project-label env=prod -o - --emulate 1 --emulate-projects 3 | gzip > estate.ndjson.gz; gzip -t estate.ndjson.gz", "Resources Collected: "),
        ("inventory plan --all-projects --check-enabled", "inventory plan --all-projects --check-enabled --emulate --emulate-projects 3", "compute.instances"),
        ("inventory collect -p my-project -o inventory.ndjson --checkpoint run.checkpoint --manifest scopes.ndjson", "inventory collect -p my-project -o inventory.ndjson --checkpoint run.checkpoint --manifest scopes.ndjson --emulate 2; wc -l scopes.ndjson", " scopes.ndjson"),
    ];

    public static TheoryData<string, string, string> Tried => [.. s_tried.Select(tried => (tried.Line, tried.Run.Length > 0 ? tried.Run : tried.Line, tried.Shows))];

    private static IEnumerable<string> Lines => File.ReadLines(Path.Join(RepositoryFolder.Find(), "README.md"))
        .Where(line => s_starts.Any(start => line.StartsWith(start, StringComparison.Ordinal)));

    [Fact]
    public void Readme_EachCommand_IsTriedOrExceptedWithAReason()
    {
        var known = s_tried.Select(tried => tried.Line).Concat(s_excepted.Keys).Distinct(StringComparer.Ordinal);

        Assert.Equal(known.Order(StringComparer.Ordinal), Lines.Order(StringComparer.Ordinal));
        Assert.All(s_tried.Where(tried => tried.Run.Length > 0), tried => Assert.Contains(tried.Line, s_excepted));
    }

    [Theory]
    [MemberData(nameof(Tried))]
    public async Task Readme_CommandInATerminal_DoesWhatItSays(string line, string run, string shows)
    {
        Assert.SkipWhen(line.Contains("jq", StringComparison.Ordinal) && !File.Exists("/usr/bin/jq"), "There is no 'jq' to read the records with.");
        using var folder = new TemporaryFolder();

        var shown = await Terminal.RunShellAsync([], $"cd '{folder["."]}'; inventory() {{ '{ToolProcess.Path}' \"$@\"; }}; {run}");

        Assert.Contains(shows, shown, StringComparison.Ordinal);
    }

    /// <summary>A run that wrote nothing says what there is, and how to get it.</summary>
    [Fact]
    public async Task Collect_OnATerminalWithoutOutput_EndsWithATable()
    {
        var shown = await Terminal.RunAsync([], "collect --emulate 30 -t compute.networks -t compute.instances --no-progress");

        Assert.Matches(@"Type +Resources +Errors +Bytes +Time", shown);
        Assert.Matches(@"compute\.networks +30 +0 +[1-9][0-9,]+ +[0-9]+\.[0-9]{2} s", shown);
        Assert.Matches(@"compute\.instances +30 +0 +[1-9][0-9,]+ +[0-9]+\.[0-9]{2} s", shown);
        Assert.Matches(@"all +60 +0 +[1-9][0-9,]+ +[0-9]+\.[0-9]{2} s", shown);
        Assert.Contains("Nothing was written", shown, StringComparison.Ordinal);
        Assert.Contains("-o FILE", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("{\"name\":", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("collect --emulate 3 -t compute.networks -o /dev/null --overwrite")]
    [InlineData("collect --emulate 3 -t compute.networks -o -")]
    [InlineData("collect --emulate 3 -t compute.networks > /dev/null")]
    [InlineData("collect --emulate 3 -t compute.networks | cat")]
    public async Task Collect_RecordsGoSomewhere_ShowsNoTable(string arguments)
    {
        var shown = await Terminal.RunShellAsync([], $"'{ToolProcess.Path}' {arguments}");

        Assert.Contains("Resources Collected: 3", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing was written", shown, StringComparison.Ordinal);
    }
}
