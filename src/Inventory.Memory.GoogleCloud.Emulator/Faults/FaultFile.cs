using System.Globalization;
using System.Text.Json;
using Inventory.Memory.GoogleCloud.Emulator.Hosting;
using Inventory.Memory.Json;

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
            // Of JSON with other properties or values, the parser says what types this program has.
            var problem = failure.Message.Contains("could not be", StringComparison.Ordinal) ? "no fault has such a property or value." : JsonProblem.WithoutPlace(failure.Message);
            throw new InvalidOptionException(string.Create(CultureInfo.InvariantCulture, $"--faults '{path}', line {failure.LineNumber + 1} ({failure.Path ?? "$"}): {problem} Give an array of faults."), failure);
        }
    }
}
