using System.Diagnostics;

namespace Inventory.Memory.GoogleCloud.Emulator.Hosting;

/// <summary>Waits until whoever started the emulator has gone.</summary>
internal static class ParentWatch
{
    /// <summary>Returns when the parent has ended or closed its end of our standard input; never, when neither is watched.</summary>
    public static async Task WaitAsync(EmulatorProcessOptions options, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ends = new List<Task> { Task.Delay(Timeout.Infinite, stop.Token) };
        if (options.ExitOnStandardInputClose)
        {
            // The read ends with the process: a blocked read of a pipe cannot be cancelled, so it has a thread of the pool.
            ends.Add(Task.Run(DrainStandardInput, CancellationToken.None));
        }

        if (options.ParentProcessId is { } parent)
        {
            ends.Add(WaitForExitAsync(parent, stop.Token));
        }

        await Task.WhenAny(ends).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
    }

    private static void DrainStandardInput()
    {
        // The kernel closes the pipe's other end however the parent ends, SIGKILL included.
        using var input = Console.OpenStandardInput();
        var buffer = new byte[256];
        while (input.Read(buffer) > 0)
        {
            // Whatever is sent is of no interest.
        }
    }

    private static async Task WaitForExitAsync(int processId, CancellationToken cancellationToken)
    {
        try
        {
            using var parent = Process.GetProcessById(processId);
            await parent.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException)
        {
            // It has ended already.
        }
    }
}
