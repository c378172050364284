using System.Text.Json.Nodes;

namespace Inventory.Memory.Cli.Tests.Support;

internal sealed record ToolResult(int ExitCode, string Output, string Error)
{
    /// <summary>Every line of standard output; each must be one whole JSON object.</summary>
    public IReadOnlyList<JsonNode> Records => Json.Lines(Output);
}
