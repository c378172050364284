namespace Inventory.Memory.GoogleCloud.Emulator.Hosting;

/// <summary>The executable.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => EmulatorCommand.Create().Parse(args).InvokeAsync();
}
