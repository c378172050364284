namespace Inventory.Memory.Json;

/// <summary>What a parser of .NET says of JSON, without the place: it counts lines from 0, and the message around it has the place.</summary>
internal static class JsonProblem
{
    public static string WithoutPlace(string message) => message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0];
}
