using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;

namespace Inventory.Memory.GoogleCloud.Emulator.Hosting;

/// <summary>The executable.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        var parsed = EmulatorCommand.Create().Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            return EmulatorProcess.Refuse(parsed.Errors.Select(error => error.Message));
        }

        if (!EmulatorCommand.EndsWithStandardInput(parsed))
        {
            return await parsed.InvokeAsync().ConfigureAwait(false);
        }

        // A terminal sends Ctrl+C to the whole group. Whoever holds our standard input decides when we end: if we went
        // first, its requests would fail although it is about to end in order.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static context => context.Cancel = true);
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }).ConfigureAwait(false);
    }
}
