using Inventory.Memory.Cli.Tests.Support;

namespace Inventory.Memory.Cli.Tests.Output;

/// <summary>Whatever an output is called: nothing that was there is lost, and what is said to be written is there.</summary>
public sealed class PathTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-o c.new --checkpoint c")]
    [InlineData("-o s.new --summary s")]
    [InlineData("-o out --manifest s.new --summary s")]
    public async Task Collect_OutputHasAnotherOnesNameWithNew_IsThere(string options)
    {
        var result = await Shell.RunAsync(_folder, $"$run {options}");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(3, Json.Lines(await File.ReadAllTextAsync(_folder[options.Split(' ')[1]])).Count);
        Assert.Equal(options.Contains("manifest", StringComparison.Ordinal) ? 3 : options.Contains("summary", StringComparison.Ordinal) ? 2 : 1, Directory.GetFiles(_folder["."]).Length);
    }

    [Fact]
    public async Task Collect_FileBelowDev_IsAFile()
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm"), "There is no /dev/shm.");
        var path = $"/dev/shm/inventory-{Guid.NewGuid():N}";
        try
        {
            await File.WriteAllTextAsync(path, $"{new string('x', 100_000)}\n");

            var refused = await Shell.RunAsync(_folder, $"$run -o {path}");

            Assert.Equal(2, refused.ExitCode);
            Assert.Contains($"'{path}' exists already", refused.Error, StringComparison.Ordinal);
            var replaced = await Shell.RunAsync(_folder, $"$run -o {path} --overwrite --checkpoint c");
            Assert.True(replaced.ExitCode == 0, replaced.Error);
            Assert.Equal(3, Json.Lines(await File.ReadAllTextAsync(path)).Count);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("ln -s nothing c")]
    [InlineData("ln -s c c")]
    public async Task Collect_CheckpointIsALinkThatLeadsNowhere_DoesNotTakeTheOutputForBegun(string prepare)
    {
        _folder.Write("out", "precious");

        var result = await Shell.RunAsync(_folder, $"{prepare}; $run -o out --checkpoint c");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("'out' exists already", result.Error, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(_folder["out"]));
    }

    [Theory]
    [InlineData("echo x > a; ln a b; $run -o a --manifest b --overwrite")]
    [InlineData("echo x > a; ln a b; $run -o a --summary b --overwrite")]
    [InlineData("echo x > a; ln -s a b; $run -o a --summary b --overwrite")]
    [InlineData("ln -s a b; $run -o a --checkpoint b")]
    [InlineData("mkdir d; ln -s d e; $run -o d/a --summary e/a")]
    [InlineData("$run -o - --manifest a --overwrite > a")]
    [InlineData("$run -o a --overwrite 2> a; r=$?; cat a >&2; exit $r")]
    [InlineData("echo '{}' > a; ln a b; $run -o a --overwrite --ca-file b")]
    public async Task Collect_TwoNamesOfOneFile_IsRefused(string script)
    {
        var result = await Shell.RunAsync(_folder, script);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("name the same file", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_CheckpointAndSummaryAreLinks_AreWrittenWhereTheyLead()
    {
        var result = await Shell.RunAsync(_folder, "mkdir d; echo old > d/s; ln -s d/s s; ln -s d/c c; $run -o out --summary s --checkpoint c");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(3, Json.File(_folder["d/s"]).Number("resources"));
        Assert.NotNull(new FileInfo(_folder["s"]).LinkTarget);
        Assert.Equal([_folder["d/s"]], Directory.GetFiles(_folder["d"]));
    }

    [Theory]
    [InlineData("-o ''", "--output is ''")]
    [InlineData("--summary ''", "--summary is ''")]
    [InlineData("--manifest ''", "--manifest is ''")]
    [InlineData("--catalog ''", "--catalog is ''")]
    [InlineData("-o out --checkpoint ''", "--checkpoint is ''")]
    [InlineData("--summary -", "--summary is '-'")]
    [InlineData("--manifest -", "--manifest is '-'")]
    [InlineData("-o out --checkpoint -", "--checkpoint is '-'")]
    [InlineData("-o out --checkpoint /dev/null", "'/dev/null' is a folder, a pipe or a device")]
    [InlineData("-o out --checkpoint /", "'/' is a folder, a pipe or a device")]
    [InlineData("-o out --retry-incomplete empty", "it holds no scope")]
    [InlineData("-o out --retry-incomplete nothing", "does not exist")]
    [InlineData("--catalog <(echo '{}')", "can be read only once, and the emulator")]
    public async Task Collect_PathThatCannotBe_IsAUsageErrorAndTouchesNothing(string options, string expected)
    {
        _folder.Write("empty", "");

        var result = await Shell.RunAsync(_folder, $"$run {options}");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.Equal(["empty"], Directory.GetFiles(_folder["."]).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("out")]
    [InlineData("new")]
    public async Task Collect_CheckpointIsAForeignFile_IsNotAdvisedAway(string output)
    {
        _folder.Write("precious", "precious");
        _folder.Write("out", "");

        var result = await Shell.RunAsync(_folder, $"$run -o {output} --checkpoint precious");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("It is not a checkpoint, and was not touched", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("emove", result.Error, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(_folder["precious"]));
    }

    [Theory]
    [InlineData("$tool types --catalog <(echo '{}')")]
    [InlineData("echo '{}' | $tool types --catalog /dev/stdin")]
    public async Task Types_CatalogIsAPipe_IsRead(string script)
    {
        var result = await Shell.RunAsync(_folder, script);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--catalog cannot be used", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("should not have happened", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rm out")]
    [InlineData("rm out; echo precious > out")]
    [InlineData("mv out elsewhere")]
    [InlineData(": > out")]
    public async Task Collect_OutputIsTakenAway_IsNoticed(string command)
    {
        using var emulator = await EmulatorServer.StartAsync("--collection", "instances=20000", "--latency", "10ms");
        var arguments = $"collect --endpoint {emulator.Endpoint} -t compute.instances --fields name --page-size 20 --no-progress -o out --checkpoint c --manifest m --summary s --sync page";
        using var shell = Shell.Start(_folder, $"$tool {arguments} & while [ ! -s out ]; do sleep 0.05; done; {command}; wait $!");
        var result = await shell.EndAsync();

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("The output 'out' was deleted, replaced or cut", result.Error, StringComparison.Ordinal);
        Assert.Equal("failed", Json.File(_folder["s"]).Text("state"));
        Assert.True(File.Exists(_folder["c"]));
    }
}
