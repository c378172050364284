using System.Diagnostics;

namespace Inventory.Memory.Cli.Tests.Durability;

/// <summary>A file system of a few hundred kilobytes, made of memory.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>Mounts one, or skips the test and says why none can be mounted here.</summary>
    public static SmallDisk Mount(string folder, string size)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A small disk is made with Linux's tmpfs.");
        Directory.CreateDirectory(folder);
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", $"size={size},mode=700", "tmpfs", folder) == 0, "A small disk can be mounted by root only.");
        return new SmallDisk(folder);
    }

    public void Remount(string options) => Assert.Equal(0, Run("mount", "-o", $"remount,{options}", Folder));

    public void Dispose() => Assert.Equal(0, Run("umount", Folder));

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
