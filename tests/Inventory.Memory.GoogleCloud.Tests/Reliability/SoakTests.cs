using Inventory.Memory.Reliability;

namespace Inventory.Memory.GoogleCloud.Tests.Reliability;

/// <summary>The soak of docs/reliability.md, shortened: five requests in a hundred fail, for some seconds.</summary>
[Collection(Alone.Name)]
public sealed class SoakTests
{
    [Fact]
    public async Task Collect_RandomFaults_NothingLostNothingTwice() =>
        Assert.Null(await Soak.RunAsync(TimeSpan.FromSeconds(3), seed: 7, TestContext.Current.TestOutputHelper is { } output ? new OutputWriter(output) : TextWriter.Null, TestContext.Current.CancellationToken));

    private sealed class OutputWriter(ITestOutputHelper output) : StringWriter
    {
        public override void WriteLine(string? value) => output.WriteLine(value ?? "");
    }
}
