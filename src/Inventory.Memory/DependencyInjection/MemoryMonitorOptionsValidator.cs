using Inventory.Memory.Monitoring;
using Microsoft.Extensions.Options;

namespace Inventory.Memory.DependencyInjection;

/// <summary>The rules are those of the options themselves.</summary>
internal sealed class MemoryMonitorOptionsValidator : IValidateOptions<MemoryMonitorOptions>
{
    public ValidateOptionsResult Validate(string? name, MemoryMonitorOptions options)
    {
        string[] problems = [.. options.FindProblems().Select(static problem => problem.ToText(nameof(MemoryMonitorOptions)))];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
