using Inventory.Memory.Cli.Progress;

namespace Inventory.Memory.Cli;

/// <summary>Everything that is not data: one line at a time, safe for a terminal. A closed standard error is no failure.</summary>
internal static class StandardError
{
    public static void WriteLine(string line)
    {
        try
        {
            Console.Error.WriteLine(TerminalText.Clean(line));
        }
        catch (IOException)
        {
            // Nobody reads; the data may still be wanted.
        }
    }

    public static void WriteProblem(string message) => WriteLine($"inventory: {message}");
}
