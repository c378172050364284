using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Inventory.Memory.Cli.Emulator;

/// <summary>Finds and starts the emulator that stands in the folder <c>emulator</c> beside the tool.</summary>
internal static class EmulatorExecutable
{
    private const string Name = "inventory-emulator";

    /// <param name="configure">Arguments and redirections.</param>
    /// <exception cref="CommandFailedException">It is not there, or does not start.</exception>
    public static Process Start(Action<ProcessStartInfo> configure)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "emulator");
        var library = Path.Combine(folder, $"{Name}.dll");
        if (!File.Exists(library))
        {
            throw CommandFailedException.Usage(
                $"The emulator is not at '{library}'. Build or install the whole tool, or collect from an endpoint with --endpoint.");
        }

        // A tool's package carries the executable of one system only, and without its execute bit: then .NET runs the library.
        var executable = Path.Combine(folder, OperatingSystem.IsWindows() ? $"{Name}.exe" : Name);
        try
        {
            return CanExecute(executable) ? Start(executable, null, configure) : Start(Dotnet(), library, configure);
        }
        catch (Win32Exception) when (File.Exists(executable))
        {
            return StartLibrary(library, configure);
        }
        catch (Win32Exception failure)
        {
            throw DoesNotStart(library, failure);
        }
    }

    private static Process StartLibrary(string library, Action<ProcessStartInfo> configure)
    {
        try
        {
            return Start(Dotnet(), library, configure);
        }
        catch (Win32Exception failure)
        {
            throw DoesNotStart(library, failure);
        }
    }

    private static Process Start(string executable, string? library, Action<ProcessStartInfo> configure)
    {
        var start = new ProcessStartInfo(executable) { UseShellExecute = false };
        if (library is not null)
        {
            start.ArgumentList.Add(library);
        }

        SocketContinuations.RemoveFrom(start.Environment);
        configure(start);
        return Process.Start(start)!;
    }

    private static bool CanExecute(string executable) =>
        File.Exists(executable) && (OperatingSystem.IsWindows() || File.GetUnixFileMode(executable).HasFlag(UnixFileMode.UserExecute));

    /// <summary>The dotnet that runs us, else the one on the path.</summary>
    private static string Dotnet()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var beside = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return File.Exists(beside) ? beside : name;
    }

    private static CommandFailedException DoesNotStart(string library, Exception failure) => new(
        ExitCode.Failed, $"The emulator '{library}' does not start: {failure.Message}. It needs the ASP.NET Core runtime 10 and 'dotnet' on the PATH.", failure);
}
