using System.CommandLine;
using System.CommandLine.Invocation;
using Inventory.Memory.Cli.Doctor;
using Inventory.Memory.Cli.Emulator;

namespace Inventory.Memory.Cli.Commands;

/// <summary>The command line: what there is, and how a failure is told.</summary>
internal static class InventoryCommand
{
    private const string EmulatorName = "emulator";

    public static async Task<int> RunAsync(string[] args, Interruption interruption)
    {
        try
        {
            // Everything behind the word, --help too, is the emulator's.
            return args is [EmulatorName, ..]
                ? await EmulatorPassThrough.RunAsync(args[1..], interruption).ConfigureAwait(false)
                : await ParseAndRunAsync(args, interruption).ConfigureAwait(false);
        }
        catch (CommandFailedException failure)
        {
            if (failure.ExitCode != ExitCode.ClosedPipe)
            {
                StandardError.WriteProblem(failure.Message);
            }

            return failure.ExitCode;
        }
        catch (OperationCanceledException) when (interruption.ExitCode != 0)
        {
            return interruption.ExitCode;
        }
        catch (OutOfMemoryException failure)
        {
            StandardError.WriteProblem(CommandFailedException.RanOut(failure).Message);
            return ExitCode.Stopped;
        }
        catch (Exception failure)
        {
            StandardError.WriteProblem($"this should not have happened: {failure.GetType().Name}: {failure.Message} Run it again with -v -v, and report what it says.");
            return ExitCode.Failed;
        }
    }

    private static async Task<int> ParseAndRunAsync(string[] args, Interruption interruption)
    {
        var parsed = Create(interruption).Parse(args);
        if (UnknownName.Find(args, parsed) is { } unknown)
        {
            StandardError.WriteProblem(unknown);
            StandardError.WriteLine($"'{CommandLine(parsed)} --help' lists what there is.");
            return ExitCode.Usage;
        }

        if (parsed.Action is ParseErrorAction)
        {
            foreach (var error in parsed.Errors)
            {
                StandardError.WriteProblem(error.Message);
            }

            StandardError.WriteLine($"'{CommandLine(parsed)} --help' lists what there is.");
            return ExitCode.Usage;
        }

        // Signals are ours: a run has to end in order.
        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        return await parsed.InvokeAsync(invocation, interruption.Token).ConfigureAwait(false);
    }

    private static RootCommand Create(Interruption interruption)
    {
        var collect = new Command("collect", "Collect an estate's resources as NDJSON, one a line, in bounded memory.");
        foreach (var option in CollectOptions.All)
        {
            collect.Add(option);
        }

        collect.SetAction((parsed, _) => new CollectJob(CollectOptions.Read(parsed), interruption).RunAsync());
        return new RootCommand("Collects a cloud estate's inventory sequentially, streaming, in memory that does not grow with the estate.")
        {
            collect,
            PlanCommand.Create(interruption),
            TypesCommand.Create(),
            DoctorCommand.Create(),
            new Command(EmulatorName, "Start the emulator: Google's list APIs on loopback. 'inventory emulator --help' lists its options."),
        };
    }

    private static string CommandLine(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? "inventory" : $"inventory {parsed.CommandResult.Command.Name}";
}
