using System.Globalization;

namespace Inventory.Memory.Cli.Emulator;

/// <summary><c>inventory emulator …</c>: the emulator's executable with our arguments, streams and exit code.</summary>
internal static class EmulatorPassThrough
{
    /// <exception cref="CommandFailedException">It is not there, or does not start.</exception>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Interruption interruption)
    {
        using var process = EmulatorExecutable.Start(start =>
        {
            // Whatever ends us ends it.
            start.ArgumentList.Add("--parent-pid");
            start.ArgumentList.Add(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            foreach (var argument in arguments)
            {
                start.ArgumentList.Add(argument);
            }
        });
        try
        {
            await process.WaitForExitAsync(interruption.Token).ConfigureAwait(false);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            // It holds nothing that could be lost.
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            return interruption.ExitCode;
        }
    }
}
