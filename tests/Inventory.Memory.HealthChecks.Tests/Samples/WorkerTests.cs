using System.Diagnostics;
using Inventory.Memory.Tests.Shared;

namespace Inventory.Memory.HealthChecks.Tests.Samples;

/// <summary>The sample worker service as a process, in a folder of its own for what it writes.</summary>
public sealed class WorkerTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("worker-");
    private Process? _process;

    [Fact]
    public async Task Worker_OneRun_EndsByItselfWithRecordsMetricsAndTraces()
    {
        var process = Start("--Worker:Runs=1", "--Worker:ConsoleTelemetry=true");
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(s_patience);
        await process.WaitForExitAsync().WaitAsync(s_patience);

        Assert.True(process.ExitCode == 0, output + await error);
        var records = File.ReadAllLines(Output).Length;
        Assert.True(records > 200);
        Assert.Contains($"Complete: {records} resources, 0 errors. Memory Summary - Peak: ", output);
        Assert.Contains("Metric Name: process.memory.usage", output);
        Assert.Contains("Metric Name: inventory.memory.resources", output);
        Assert.Contains("Activity.DisplayName:", output);
    }

    /// <summary>Unless it is asked for, nothing buries the one line that says what the run came to.</summary>
    [Fact]
    public async Task Worker_OneRun_SaysItsResultAmongAFewLines()
    {
        var process = Start("--Worker:Runs=1");
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(s_patience);
        await process.WaitForExitAsync().WaitAsync(s_patience);

        Assert.True(process.ExitCode == 0, output + await error);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Single(lines, line => line.Contains(" resources, 0 errors. Memory Summary - Peak: ", StringComparison.Ordinal));
        Assert.InRange(lines.Length, 1, 30);
    }

    /// <summary>Who tries the sample as it stands has nothing new to commit.</summary>
    [Fact]
    public async Task Worker_WhatItWritesByDefault_IsIgnoredByGit()
    {
        var root = RepositoryFolder.Find();
        Assert.SkipUnless(Path.Exists(Path.Join(root, ".git")), "This is no clone of the repository, so that git cannot say what it ignores.");
        foreach (var output in new[] { "inventory.ndjson", "inventory.ndjson.tmp", "samples/Worker/inventory.ndjson" })
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["check-ignore", "-q", output]) { WorkingDirectory = root })!;
            await git.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(s_patience);
            Assert.True(git.ExitCode == 0, output);
        }
    }

    [Fact]
    public async Task Worker_WhileItRuns_AnswersHealthOnLoopback()
    {
        var process = Start("--Worker:Interval=01:00:00");
        using var client = new HttpClient();
        var answer = await client.GetAsync(new Uri(await AddressAsync(process) + "/health"), TestContext.Current.CancellationToken);
        Assert.Equal("Healthy", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Worker_InvalidOption_DoesNotStartAndSaysWhy()
    {
        var process = Start("--Inventory:Monitor:LimitPercent=0");
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(s_patience);
        await process.WaitForExitAsync().WaitAsync(s_patience);
        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains("MemoryMonitorOptions.LimitPercent is 0; it must be above 0 and at most 100.", error + await output);
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process?.Dispose();
        _folder.Delete(recursive: true);
    }

    private string Output => Path.Join(_folder.FullName, "inventory.ndjson");

    private Process Start(params string[] arguments)
    {
        var bin = Path.GetFullPath(Path.Join(AppContext.BaseDirectory, "..", "..", "Worker", new DirectoryInfo(AppContext.BaseDirectory).Name));
        var program = Path.Join(bin, OperatingSystem.IsWindows() ? "Worker.exe" : "Worker");
        return _process = Process.Start(new ProcessStartInfo(program, [.. arguments, "--urls=http://127.0.0.1:0", $"--Worker:Output={Output}"])
        {
            UseShellExecute = false,
            WorkingDirectory = bin,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    private static async Task<string> AddressAsync(Process process)
    {
        const string Mark = "Now listening on: ";
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(s_patience) is { } line)
        {
            if (line.Contains(Mark, StringComparison.Ordinal))
                return line[(line.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)..];
        }

        throw new InvalidOperationException("It ended without an address.");
    }
}
