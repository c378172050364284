using System.Diagnostics;
using System.Globalization;
using Inventory.Memory.Cli.Commands;
using Inventory.Memory.Cli.Values;

namespace Inventory.Memory.Cli.Emulator;

/// <summary>An emulator that lives as long as its object, and never longer than this process.</summary>
internal sealed class EmulatorChild : IAsyncDisposable
{
    private const string Greeting = "listening on ";

    /// <summary>It starts in half a second; a machine that needs this long has other problems.</summary>
    private static readonly TimeSpan s_startTime = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan s_endTime = TimeSpan.FromSeconds(3);

    private readonly Process _process;

    private EmulatorChild(Process process) => _process = process;

    public string Endpoint { get; private set; } = "";

    /// <exception cref="CommandFailedException">It does not start, or refuses what was asked for.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task<EmulatorChild> StartAsync(EmulatedEstate estate, string? catalogFile, CancellationToken cancellationToken)
    {
        var child = new EmulatorChild(EmulatorExecutable.Start(start =>
        {
            start.RedirectStandardInput = start.RedirectStandardOutput = true;
            foreach (var argument in Arguments(estate, catalogFile))
            {
                start.ArgumentList.Add(argument);
            }
        }));
        try
        {
            child.Endpoint = $"{await child.ReadEndpointAsync(cancellationToken).ConfigureAwait(false)}/{{service}}";
            return child;
        }
        catch
        {
            await child.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Runs something against an emulator, which serves a user's catalog as well, if one is asked for; else against the endpoint.</summary>
    /// <exception cref="CommandFailedException">The emulator does not start.</exception>
    public static async Task<int> UseAsync(CollectSettings settings, Func<string?, Task<int>> run, CancellationToken cancellationToken)
    {
        if (settings.Emulate is not { } estate)
        {
            return await run(settings.Endpoint).ConfigureAwait(false);
        }

        var emulator = await StartAsync(estate, settings.Selection.CatalogFile, cancellationToken).ConfigureAwait(false);
        await using (emulator.ConfigureAwait(false))
        {
            return await run(emulator.Endpoint).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            // The emulator ends when its standard input does; the kernel sees to that even if we are killed.
            _process.StandardInput.Close();
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(s_endTime).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is TimeoutException or IOException)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        _process.Dispose();
    }

    private static IEnumerable<string> Arguments(EmulatedEstate estate, string? catalogFile) =>
    [
        "--exit-on-stdin-close",
        "--resources", estate.Resources.ToString(CultureInfo.InvariantCulture),
        .. catalogFile is not null ? ["--catalog", catalogFile] : Array.Empty<string>(),
        .. estate.Projects is { } projects ? ["--projects", projects.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>(),
        .. estate.Collections.SelectMany(collection => new[] { "--collection", collection }),
    ];

    private async Task<string> ReadEndpointAsync(CancellationToken cancellationToken)
    {
        string? line;
        try
        {
            line = await _process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(s_startTime, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException failure)
        {
            throw new CommandFailedException(ExitCode.Failed, string.Create(CultureInfo.InvariantCulture, $"The emulator has not started within {s_startTime.TotalSeconds} seconds. Try 'inventory emulator' by itself."), failure);
        }

        if (line?.StartsWith(Greeting, StringComparison.Ordinal) == true)
        {
            return line[Greeting.Length..].Trim();
        }

        await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        throw new CommandFailedException(
            _process.ExitCode == ExitCode.Usage ? ExitCode.Usage : ExitCode.Failed,
            string.Create(CultureInfo.InvariantCulture, $"The emulator ended with {_process.ExitCode} before it answered; what it says stands above. Check the value of --emulate, and the file of --catalog where one is given."));
    }
}
