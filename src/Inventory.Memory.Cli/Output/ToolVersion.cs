using System.Reflection;

namespace Inventory.Memory.Cli.Output;

/// <summary>Which tool it was, as <c>--version</c> says it: a later one may collect more.</summary>
internal static class ToolVersion
{
    public static string Text { get; } =
        typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
