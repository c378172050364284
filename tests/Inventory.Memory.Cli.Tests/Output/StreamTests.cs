using Inventory.Memory.Cli.Tests.Support;

namespace Inventory.Memory.Cli.Tests.Output;

/// <summary>Pipes, devices and standard streams that are shared, unread or closed.</summary>
public sealed class StreamTests : IDisposable
{
    private const string LongRun = "$tool collect --emulate instances=1500000 -t compute.instances --fields name --no-progress";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-o -")]
    [InlineData("")]
    [InlineData("-o /dev/stdout")]
    [InlineData("-o /dev/fd/1")]
    public async Task Collect_ProcessesShareAStandardOutput_EachLineIsThere(string output)
    {
        var result = await Shell.RunAsync(
            _folder, $"seq 1 6 | xargs -P3 -I{{}} $tool collect --emulate instances=300 -p project-{{}} -t compute.instances --no-progress {output} > f");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(1800, Json.Lines(await File.ReadAllTextAsync(_folder["f"])).Select(line => line.Text("name")).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Collect_LogGoesToTheSameFile_NoLineIsLost()
    {
        var result = await Shell.RunAsync(_folder, "$tool collect --emulate instances=3000 -t compute.instances -o - -v > f 2>&1");

        Assert.Equal(0, result.ExitCode);
        var lines = await File.ReadAllLinesAsync(_folder["f"]);
        Assert.Equal(3000, Json.Lines(string.Concat(lines.Where(line => line.StartsWith('{')).Select(line => line + "\n"))).Count);
        Assert.Contains(lines, line => line.StartsWith("Resources Collected: 3000", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains('\0', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Collect_AppendedToAFile_KeepsWhatWasThere()
    {
        var result = await Shell.RunAsync(_folder, "echo begin > f; $run >> f && $run -o - >> f && echo end >> f");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(8, (await File.ReadAllLinesAsync(_folder["f"])).Length);
    }

    [Fact]
    public async Task Collect_FullDiskOfStandardOutput_LeavesWholeLinesBehindWhatWasThere()
    {
        using var disk = Durability.SmallDisk.Mount(_folder["disk"], "300k");

        var result = await Shell.RunAsync(_folder, "echo '{\"name\":\"begin\"}' > disk/f; $tool collect --emulate instances=5000 -t compute.instances --no-progress >> disk/f");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("disk is full", result.Error, StringComparison.Ordinal);
        var lines = Json.Lines(await File.ReadAllTextAsync(_folder["disk/f"]));
        Assert.Equal("begin", lines[0].Text("name"));
        Assert.True(lines.Count > 10);
    }

    [Fact]
    public async Task Collect_ToNamedPipe_IsRead()
    {
        var result = await Shell.RunAsync(_folder, "mkfifo p; $run -o p & cat p | wc -l; wait $!");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal("3", result.Output.Trim());
    }

    [Fact]
    public async Task Collect_ReaderOfANamedPipeLeaves_Ends()
    {
        var result = await Shell.RunAsync(_folder, $"mkfifo p; {LongRun} -o p & head -n 1 p > /dev/null; wait $!");

        Assert.Equal(141, result.ExitCode);
    }

    [Theory]
    [InlineData("mkfifo p; {0} -o p & pid=$!; exec 3<p; read line <&3; kill -TERM $pid; wait $pid")]
    [InlineData("mkfifo p; exec 3<>p; {0} > p & pid=$!; read line <&3; kill -TERM $pid; wait $pid")]
    public async Task Collect_PipeIsNotRead_FirstSignalEndsIt(string script)
    {
        var result = await Shell.RunAsync(_folder, script.Replace("{0}", LongRun, StringComparison.Ordinal));

        Assert.Equal(143, result.ExitCode);
        Assert.Contains("Nobody reads the output", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_NobodyOpensTheNamedPipe_FirstSignalEndsIt()
    {
        using var shell = Shell.Start(_folder, $"mkfifo p; exec {LongRun} -o p");
        await shell.EmulatorAsync();

        Signals.Send(shell.Id, Signals.Terminate);
        var result = await shell.EndAsync();

        Assert.Equal(143, result.ExitCode);
    }

    [Theory]
    [InlineData("2>&-")]
    [InlineData("0<&- 2>&-")]
    [InlineData("0<&-")]
    [InlineData("0<&- >&- 2>&-")]
    public async Task Collect_StandardStreamsAreClosed_GoesOn(string closed)
    {
        var result = await Shell.RunAsync(_folder, $"$run -v -o out {closed}");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(3, Json.Lines(await File.ReadAllTextAsync(_folder["out"])).Count);
    }

    [Theory]
    [InlineData("$run >&-")]
    [InlineData("$run -o - >&-")]
    [InlineData("$run -o /dev/stdout >&-")]
    public async Task Collect_ToAClosedStandardOutput_IsAFailure(string script)
    {
        var result = await Shell.RunAsync(_folder, script);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("cannot be written: It is closed", result.Error, StringComparison.Ordinal);
    }
}
