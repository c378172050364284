using Inventory.Memory.MemoryBenchmark.Commands;
using Inventory.Memory.MemoryBenchmark.Workers;

// A child process goes straight to its work: parsing a command line would be part of what it measures.
return args is ["worker", .. var work]
    ? await WorkerProgram.RunAsync(work)
    : await BenchmarkCommand.Create().Parse(args).InvokeAsync();
