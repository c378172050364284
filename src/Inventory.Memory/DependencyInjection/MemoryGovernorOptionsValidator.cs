using Inventory.Memory.Pressure;
using Microsoft.Extensions.Options;

namespace Inventory.Memory.DependencyInjection;

/// <summary>The rules are those of the options themselves.</summary>
internal sealed class MemoryGovernorOptionsValidator : IValidateOptions<MemoryGovernorOptions>
{
    public ValidateOptionsResult Validate(string? name, MemoryGovernorOptions options)
    {
        string[] problems = [.. options.FindProblems().Select(static problem => problem.ToText(nameof(MemoryGovernorOptions)))];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
