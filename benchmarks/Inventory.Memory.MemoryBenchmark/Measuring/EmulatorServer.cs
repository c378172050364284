using System.Diagnostics;

namespace Inventory.Memory.MemoryBenchmark.Measuring;

/// <summary>An emulator in a process of its own, which ends with this object.</summary>
internal sealed class EmulatorServer : IAsyncDisposable
{
    private const string Greeting = "listening on ";

    private readonly Process _process;
    private readonly string? _certificateFile;

    private EmulatorServer(Process process, Uri endpoint, string? certificateFile) =>
        (_process, Endpoint, _certificateFile) = (process, endpoint, certificateFile);

    public Uri Endpoint { get; }

    /// <summary>The certificate to trust; empty with http.</summary>
    public string CertificateFile => _certificateFile ?? "";

    public static async Task<EmulatorServer> StartAsync(string program, long instances, bool https = false, params IEnumerable<string> arguments)
    {
        var certificate = https ? Path.Combine(Path.GetTempPath(), $"inventory-benchmark-{Guid.NewGuid():N}.pem") : null;
        string[] tls = certificate is null ? [] : ["--https", "--ca-out", certificate];
        var process = Process.Start(new ProcessStartInfo(
            program, ["--exit-on-stdin-close", "--collection", $"instances={instances}", .. tls, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var line = await process.StandardOutput.ReadLineAsync();
        if (line?.StartsWith(Greeting, StringComparison.Ordinal) != true)
        {
            process.Dispose();
            throw new InvalidOperationException($"The emulator did not start: '{line}'.");
        }

        return new EmulatorServer(process, new Uri(line[Greeting.Length..].Trim()), certificate);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        if (_certificateFile is not null)
        {
            File.Delete(_certificateFile);
        }
    }
}
