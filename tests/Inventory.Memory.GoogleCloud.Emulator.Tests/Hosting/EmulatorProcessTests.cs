using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;

namespace Inventory.Memory.GoogleCloud.Emulator.Tests.Hosting;

/// <summary>The executable, in processes of its own.</summary>
public sealed class EmulatorProcessTests : IDisposable
{
    private static readonly string s_assembly = Path.Combine(AppContext.BaseDirectory, "inventory-emulator.dll");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("emulator-process-");

    public void Dispose() => _folder.Delete(recursive: true);

    private static Process Start(string file, params string[] arguments) => Process.Start(new ProcessStartInfo(file, arguments)
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static Process StartEmulator(params string[] arguments) => Start("dotnet", ["exec", s_assembly, .. arguments]);

    private static async Task<Uri> EndpointAsync(Process process)
    {
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("listening on http", line, StringComparison.Ordinal);
        return new Uri(line!["listening on ".Length..]);
    }

    private static async Task<bool> AnswersAsync(Uri endpoint)
    {
        using var http = new HttpClient { BaseAddress = endpoint };
        try
        {
            using var answer = await http.GetAsync(EmulatorClient.Url("zones?maxResults=1"));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task AssertEndsAsync(Uri endpoint)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (await AnswersAsync(endpoint))
        {
            await Task.Delay(20, limit.Token);
        }
    }

    [Fact]
    public async Task Run_WithOptions_ServesThemAndPrintsOneLine()
    {
        var faults = Path.Combine(_folder.FullName, "faults.json");
        await File.WriteAllTextAsync(faults, """[ { "kind": "Status", "collection": "images", "status": 500 } ]""");
        using var process = StartEmulator("--collection", "instances=7", "networks=3", "--resources", "5", "--faults", faults, "--exit-on-stdin-close");
        var endpoint = await EndpointAsync(process);
        using var http = new HttpClient { BaseAddress = endpoint };

        var networks = JsonNode.Parse(await http.GetStringAsync(EmulatorClient.Url("global/networks")))!["items"]!.AsArray();
        var routes = JsonNode.Parse(await http.GetStringAsync(EmulatorClient.Url("global/routes")))!["items"]!.AsArray();
        using var images = await http.GetAsync(EmulatorClient.Url("global/images"));
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(3, networks.Count);
        Assert.Equal(5, routes.Count);
        Assert.Equal(HttpStatusCode.InternalServerError, images.StatusCode);
        Assert.Equal(0, process.ExitCode);
        Assert.Empty(await process.StandardOutput.ReadToEndAsync());
        Assert.Empty(await process.StandardError.ReadToEndAsync());
    }

    [Fact]
    public async Task Run_HttpsWithCaOut_WritesTheCertificate()
    {
        var file = Path.Combine(_folder.FullName, "ca.pem");
        using var process = StartEmulator("--https", "--ca-out", file, "--exit-on-stdin-close");
        var endpoint = await EndpointAsync(process);

        Assert.Equal("https", endpoint.Scheme);
        Assert.StartsWith("-----BEGIN CERTIFICATE-----", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Run_Recorded_NamesProjectsAndWhatIsLeftOut()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "compute.networks.ndjson"),
            "{\"selfLink\":\"projects/my-project/global/networks/n1\"}\n{\"selfLink\":\"projects/PROJECT_ID/global/networks/n1\"}\n");
        using var process = StartEmulator("--recorded", _folder.FullName, "--exit-on-stdin-close");
        await EndpointAsync(process);
        process.StandardInput.Close();

        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Equal("left out compute.networks.ndjson:2: 'PROJECT_ID' is a placeholder, not a project\nproject my-project\n", error);
    }

    [Fact]
    public async Task Run_Terminated_EndsInOrder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGTERM is a signal of Unix.");
        using var process = StartEmulator();
        var endpoint = await EndpointAsync(process);

        using var kill = Start("kill", "-TERM", process.Id.ToString());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, process.ExitCode);
        Assert.False(await AnswersAsync(endpoint));
    }

    [Theory]
    [InlineData("--exit-on-stdin-close")]
    [InlineData("--parent-pid $$")]
    public async Task Run_ParentKilled_EndsToo(string option)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGKILL and the shell are of Unix.");

        // The shell is the parent: it holds the writing end of a pipe that is the emulator's standard input.
        var fifo = Path.Combine(_folder.FullName, "stdin");
        var script = $"mkfifo '{fifo}'; dotnet exec '{s_assembly}' {option} < '{fifo}' & exec 4>'{fifo}'; wait";
        using var shell = Start("/bin/sh", "-c", script);
        var endpoint = await EndpointAsync(shell);
        Assert.True(await AnswersAsync(endpoint));

        shell.Kill(entireProcessTree: false);

        await AssertEndsAsync(endpoint);
    }

    [Theory]
    [InlineData("--collection", "instances", 2, "--collection is 'instances'; write a name and a number, such as instances=100000.")]
    [InlineData("--collection", "nonsense=1", 2, "There is no collection 'nonsense' in the catalog.")]
    [InlineData("--latency", "soon", 2, "--latency is 'soon'; write a duration such as 20ms or 1.5s.")]
    [InlineData("--port", "70000", 2, "--port is '70000'; write a number from 0 to 65535.\n'inventory-emulator --help' lists the options.")]
    [InlineData("--recorded", "/none/such", 1, "There is no folder '/none/such' of recorded resources.")]
    public async Task Run_BadOption_SaysWhatAndHow(string option, string value, int exitCode, string message)
    {
        using var process = StartEmulator(option, value);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal($"inventory-emulator: {message}\n", error);
        Assert.Equal(exitCode, process.ExitCode);
    }

    [Theory]
    [InlineData("[ {\n\"kind\": \"Status\", \"colection\": \"images\" } ]", "colection")]
    [InlineData("[ {\n\"kind\": \"Sttus\" } ]", "$[0].kind")]
    [InlineData("[ {\n\"kind\": } ]", "invalid start of a value")]
    public async Task Run_FaultsFileThatIsNotOne_SaysWhere(string text, string what)
    {
        var faults = Path.Combine(_folder.FullName, "faults.json");
        await File.WriteAllTextAsync(faults, text);
        using var process = StartEmulator("--faults", faults);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, process.ExitCode);
        Assert.Contains($"--faults '{faults}', line 2", error, StringComparison.Ordinal);
        Assert.Contains(what, error, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Inventory.Memory", error, StringComparison.Ordinal);
    }
}
