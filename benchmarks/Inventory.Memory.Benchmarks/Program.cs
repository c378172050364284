using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Inventory.Memory.Benchmarks;

if (args is ["governor-cost", .. var rest])
{
    return await GovernorCost.RunAsync(rest);
}

// --smoke runs every benchmark once, in this process: it shows that they work, not how fast they are.
if (args is not ["--smoke"])
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
    return 0;
}

var smoke = DefaultConfig.Instance
    .AddJob(Job.Dry.WithToolchain(InProcessEmitToolchain.Instance))
    .WithOptions(ConfigOptions.DisableOptimizationsValidator);
var summaries = BenchmarkRunner.Run(typeof(Program).Assembly, smoke);
return summaries.All(summary => !summary.HasCriticalValidationErrors && summary.Reports.Length > 0 && summary.Reports.All(report => report.Success)) ? 0 : 1;
