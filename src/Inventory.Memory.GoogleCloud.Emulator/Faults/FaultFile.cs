using Inventory.Memory.GoogleCloud.Emulator.Hosting;
using System.Text.Json;

namespace Inventory.Memory.GoogleCloud.Emulator.Faults;

/// <summary>Reads scripted faults from a JSON file: an array of objects with the properties of <see cref="EmulatorFault"/>.</summary>
internal static class FaultFile
{
    /// <exception cref="ArgumentException">The file is not what it should be; the message says where.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<EmulatorFault> Read(string path)
    {
        using var stream = File.OpenRead(path);
        try
        {
            return JsonSerializer.Deserialize(stream, FaultJsonContext.Default.EmulatorFaultArray) ?? [];
        }
        catch (JsonException failure)
        {
            throw new InvalidOptionException($"'{path}' is not an array of faults: {failure.Message}", failure);
        }
    }
}
