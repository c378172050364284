using System.Text.RegularExpressions;
using Inventory.Memory.Tests.Shared;

namespace Inventory.Memory.Tests;

/// <summary>The table of traps names tests: a test that is renamed or deleted must not stay there as a proof.</summary>
public sealed partial class MemoryDocumentTests
{
    [Fact]
    public void Document_EachTestItNames_Exists()
    {
        var tests = string.Concat(Directory
            .EnumerateFiles(Path.Join(RepositoryFolder.Find(), "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText));
        var named = TestName().Matches(RepositoryFolder.ReadDocument("memory.md")).Select(static match => match.Groups["name"].Value).ToArray();
        Assert.True(named.Length > 50, $"Only {named.Length} tests are named.");
        Assert.All(named, name => Assert.Contains($" {name}(", tests, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"`(?<name>[A-Z][a-z]\w*_\w+_\w+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex TestName();
}
