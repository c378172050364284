using System.CommandLine;
using Inventory.Memory.Doctor;
using Spectre.Console;

namespace Inventory.Memory.Cli.Doctor;

/// <summary><c>inventory doctor</c>: what uses memory here, what limits it, and what to do about it.</summary>
internal static class DoctorCommand
{
    private static readonly Option<bool> s_json = new("--json") { Description = "As a JSON object.", Arity = ArgumentArity.Zero };

    public static Command Create()
    {
        var command = new Command("doctor", "Say what uses memory here, what limits it, and what to do about it.") { s_json };
        command.SetAction(parsed =>
        {
            var diagnosis = MemoryDoctor.Examine();
            if (parsed.GetValue(s_json))
            {
                DoctorJson.Write(diagnosis);
            }
            else if (Console.IsOutputRedirected)
            {
                PlainReport.Write(DoctorReport.Of(diagnosis));
            }
            else
            {
                TerminalReport.Write(AnsiConsole.Console, DoctorReport.Of(diagnosis));
            }

            return ExitCode.Complete;
        });
        return command;
    }
}
