namespace Inventory.Memory.MemoryBenchmark.Measuring;

internal sealed record ToolRun(ProcessMeasurement Process, ToolSummary? Summary)
{
    public bool IsComplete => Process.ExitCode == 0 && Summary?.State == "complete";
}
