using Inventory.Memory.Cli.Tests.Support;

namespace Inventory.Memory.Cli.Tests.Durability;

/// <summary>Manifest, exit codes and the rules of checkpoints, as a user of the tool sees them.</summary>
public sealed class CompletenessOptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--checkpoint c -o -", "--checkpoint needs -o")]
    [InlineData("--checkpoint c -o /dev/null", "--checkpoint needs -o")]
    [InlineData("--checkpoint c", "--checkpoint needs -o")]
    [InlineData("--sync page -o -", "--sync needs -o")]
    [InlineData("--sync often -o out", "--sync is 'often'|none, checkpoint or page")]
    [InlineData("--checkpoint out -o out", "name the same file")]
    [InlineData("--checkpoint c -o out --manifest /dev/stderr", "'/dev/stderr' is a device")]
    [InlineData("--fail-on complete", "--fail-on is 'complete'|empty, partial, disabled")]
    [InlineData("--fail-on nonsuch", "--fail-on is 'nonsuch'|empty, partial, disabled")]
    [InlineData("--ignore stopped", "--ignore is 'stopped'|skipped")]
    [InlineData("--ignore ,", "--ignore is ','|skipped")]
    [InlineData("--ignore denied,failed --fail-on denied", "both name 'denied'")]
    [InlineData("--manifest /", "'/' is a folder|--manifest")]
    public async Task Collect_ThatCannotBe_IsAUsageErrorAndTouchesNothing(string options, string expected)
    {
        var arguments = options.Split(' ').Select(word => word is "out" or "c" ? _folder[word] : word);

        var result = await ToolProcess.RunAsync(["collect", "--emulate", "3", "-t", "compute.networks", .. arguments]);

        Assert.Equal(2, result.ExitCode);
        Assert.All(expected.Split('|'), part => Assert.Contains(part, result.Error, StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(_folder["."]));
    }

    [Theory]
    [InlineData("", 3)]
    [InlineData("--ignore denied", 0)]
    [InlineData("--ignore partial,failed,skipped", 3)]
    [InlineData("--ignore denied --fail-on empty", 3)]
    [InlineData("--ignore denied --fail-on disabled", 0)]
    public async Task Collect_StatesThatCount_DecideTheExitCode(string options, int exitCode)
    {
        var faults = _folder.Write("faults.json", """[{"kind":"Status","collection":"networks","status":403,"reason":"forbidden"}]""");
        using var emulator = await EmulatorServer.StartAsync("--faults", faults, "--collection", "disks=0");

        var result = await ToolProcess.RunAsync(
            ["collect", "--endpoint", emulator.Endpoint, "-t", "compute.networks", "-t", "compute.addresses", "-t", "compute.disks", "-o", _folder["out"], "--manifest", _folder["manifest"], .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.True(result.ExitCode == exitCode, result.Error);
        var manifest = Json.Lines(await File.ReadAllTextAsync(_folder["manifest"]));
        Assert.Equal(
            ["compute.addresses complete 100", "compute.disks empty 0", "compute.networks denied 0"],
            manifest.Select(line => $"{line.Text("collection")} {line.Text("state")} {line.Number("resources")}").Order());
        Assert.All(manifest, line => Assert.Equal(
            ["project", "collection", "scope", "state", "resources", "errors", "attempts", "requests", "bytes", "elapsedSeconds", "reason"], line.Properties()));
    }

    /// <summary>What is missing is collected, and nothing else; together with what was there it is the whole.</summary>
    [Fact]
    public async Task Collect_RetryIncomplete_CollectsJustWhatIsMissing()
    {
        var faults = _folder.Write(
            "faults.json",
            """[{"kind":"Status","collection":"networks","status":403,"reason":"forbidden","times":1},{"kind":"UnreachableScope","collection":"disks","unreachable":"zones/us-central1-a","scope":"aggregated"}]""");
        using var emulator = await EmulatorServer.StartAsync("--faults", faults, "--resources", "300");
        string[] common = ["collect", "--endpoint", emulator.Endpoint, "--fields", "name"];
        string[] types = ["-t", "compute.networks", "-t", "compute.addresses", "-t", "compute.disks"];
        var first = await ToolProcess.RunAsync([.. common, .. types, "-o", _folder["first"], "--manifest", _folder["m1"]]);
        Assert.Equal(3, first.ExitCode);

        var second = await ToolProcess.RunAsync([.. common, "-o", _folder["second"], "--retry-incomplete", _folder["m1"], "--manifest", _folder["m2"]]);

        Assert.True(second.ExitCode == 0, second.Error);
        var got = ResumedTool.Names(_folder["first"]).Concat(ResumedTool.Names(_folder["second"])).ToList();
        Assert.Equal(900, got.Count);
        Assert.Equal(900, got.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(
            ["compute.disks zones/us-central1-a complete", "compute.networks global complete"],
            Json.Lines(await File.ReadAllTextAsync(_folder["m2"])).Select(line => $"{line.Text("collection")} {line.Text("scope")} {line.Text("state")}").Order());
    }

    [Theory]
    [InlineData("precious", "was killed")]
    [InlineData("precious\n", "Line 1 of the manifest is not")]
    [InlineData("{\"project\":\"p\",\"collection\":\"no.such\",\"scope\":\"global\",\"state\":\"failed\",\"resources\":0,\"errors\":1,\"attempts\":1,\"requests\":1,\"bytes\":0,\"elapsedSeconds\":0,\"reason\":\"x\"}\n", "'no.such' matches nothing")]
    public async Task Collect_RetryOfSomethingElse_IsAUsageError(string content, string expected)
    {
        var result = await ToolProcess.RunAsync("collect", "--emulate", "3", "-o", _folder["out"], "--retry-incomplete", _folder.Write("m", content));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"--retry-incomplete '{_folder["m"]}'", result.Error, StringComparison.Ordinal);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_ToExistingManifest_IsRefusedWithoutOverwrite()
    {
        var path = _folder.Write("manifest", "precious");

        var result = await ToolProcess.RunAsync("collect", "--emulate", "3", "-t", "compute.networks", "-o", _folder["out"], "--manifest", path);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"The manifest '{path}' exists already", result.Error, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(path));
        Assert.False(File.Exists(_folder["out"]));
    }

    [Fact]
    public async Task Collect_CheckpointOfAnotherRequest_NamesTheDifference()
    {
        using var emulator = await EmulatorServer.StartAsync("--collection", "instances=5000", "--latency", "5ms");
        var tool = new ResumedTool(emulator, _folder["."]);
        await EndAtAsync(tool, 20_000);
        var before = await File.ReadAllBytesAsync(tool.Output);

        var result = await ToolProcess.RunAsync([.. tool.Arguments, "-t", "compute.addresses", "--redact", "--include", "KMS", "--exclude", "cloudkms.cryptoKeys", "--no-children", "--label", "env=x", "--filter", "a"]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--type was 'compute.instances,compute.disks,compute.networks' and is 'compute.instances,compute.disks,compute.networks,compute.addresses'", result.Error, StringComparison.Ordinal);
        Assert.Contains("--redact was 'off' and is 'on'", result.Error, StringComparison.Ordinal);
        Assert.All(["--include", "--exclude", "--no-children", "--label", "--filter"], option => Assert.Contains(option, result.Error, StringComparison.Ordinal));
        Assert.Equal(before, await File.ReadAllBytesAsync(tool.Output));
        Assert.True(File.Exists(tool.Checkpoint));
    }

    [Theory]
    [InlineData("precious")]
    [InlineData("")]
    public async Task Collect_CheckpointIsAnotherFile_IsRefusedAndLeft(string content)
    {
        var (path, output) = (_folder.Write("checkpoint", content), _folder.Write("out", "precious, too"));

        var result = await ToolProcess.RunAsync("collect", "--emulate", "3", "-t", "compute.networks", "-o", output, "--checkpoint", path);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"--checkpoint '{path}': It is not a checkpoint", result.Error, StringComparison.Ordinal);
        Assert.Equal((content, "precious, too"), (await File.ReadAllTextAsync(path), await File.ReadAllTextAsync(output)));
    }

    [Fact]
    public async Task Collect_OutputOfTheCheckpointIsGone_SaysSo()
    {
        using var emulator = await EmulatorServer.StartAsync("--collection", "instances=5000", "--latency", "5ms");
        var tool = new ResumedTool(emulator, _folder["."]);
        await EndAtAsync(tool, 20_000);
        File.Delete(tool.Output);

        var result = await tool.RunAsync();

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("is not there, but the checkpoint", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(tool.Output));
    }

    [Fact]
    public async Task Collect_SecondRunOnTheSameFiles_IsRefused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Files are locked differently elsewhere.");
        using var emulator = await EmulatorServer.StartAsync("--collection", "instances=20000", "--latency", "10ms");
        var tool = new ResumedTool(emulator, _folder["."]);
        using var first = tool.Start();
        await tool.WaitForGrowthAsync(first, 20_000);

        var second = await tool.RunAsync();

        Assert.Equal(1, second.ExitCode);
        Assert.Contains("another run is writing it", second.Error, StringComparison.Ordinal);
        Signals.Send(first.Id, Signals.Terminate);
        Assert.Equal(143, (await first.EndAsync()).ExitCode);
    }

    /// <summary>No token in any file, in what is said, in what the processes were started with.</summary>
    [Fact]
    public async Task Collect_WithAToken_WritesItNowhere()
    {
        const string Secret = "ya29.this-is-the-secret-token";
        using var emulator = await EmulatorServer.StartAsync("--collection", "instances=5000", "--latency", "5ms");
        var tokens = _folder.Write("token", Secret);
        var tool = new ResumedTool(emulator, _folder["."]);
        using var process = ToolProcess.Start([.. tool.Arguments, "--access-token-file", tokens, "-v", "-v", "-v"]);
        await tool.WaitForGrowthAsync(process, 20_000);
        var started = OperatingSystem.IsLinux() ? await File.ReadAllTextAsync($"/proc/{process.Id}/cmdline") : "";

        Signals.Send(process.Id, Signals.Terminate);
        var result = await process.EndAsync();

        Assert.True(File.Exists(tool.Checkpoint), result.Error);
        Assert.All(
            new[] { started, result.Error, result.Output, await File.ReadAllTextAsync(tool.Checkpoint), await File.ReadAllTextAsync(tool.Summary), await File.ReadAllTextAsync(tool.Manifest) },
            text => Assert.DoesNotContain("secret-token", text, StringComparison.Ordinal));
        foreach (var file in OperatingSystem.IsWindows() ? [] : new[] { tool.Checkpoint, tool.Output, tool.Manifest, tool.Summary })
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(file).UnixFileMode);
        }
    }

    private static async Task EndAtAsync(ResumedTool tool, long bytes)
    {
        using var process = tool.Start();
        await tool.WaitForGrowthAsync(process, bytes);
        Signals.Send(process.Id, Signals.Kill);
        await process.EndAsync();
    }
}
