using System.CommandLine;
using Inventory.Memory.MemoryBenchmark.Measuring;
using Inventory.Memory.MemoryBenchmark.Parts;
using Inventory.Memory.MemoryBenchmark.Reporting;

namespace Inventory.Memory.MemoryBenchmark.Commands;

/// <summary>The command line: all parts, one of them, or the report alone.</summary>
internal static class BenchmarkCommand
{
    private const int Usage = 2;
    private const string NativeToolVariable = "INVENTORY_NATIVE_TOOL";

    private static readonly Option<bool> s_smoke = new("--smoke") { Description = "Everything once and tiny: shows that it works, not how well." };
    private static readonly Option<bool> s_long = new("--long") { Description = "More repetitions." };
    private static readonly Option<bool> s_publish = new("--publish")
    {
        Description = "For the settings: also publish the tool with others than it ships with, which takes minutes.",
    };

    private static readonly Option<string?> s_native = new("--native")
    {
        HelpName = "FILE",
        Description = $"The tool published with -p:PublishAot=true. Default: the value of {NativeToolVariable}.",
    };

    private static readonly Option<string?> s_results = new("--results")
    {
        HelpName = "DIR",
        Description = "Where results go and are read. Default: benchmarks/results of this repository; with --smoke a folder that is deleted.",
    };

    public static RootCommand Create()
    {
        var root = new RootCommand("The memory benchmark: strategies, environments, components, growth, and every promise in a figure.")
        {
            s_smoke, s_long, s_publish, s_native, s_results,
        };
        root.SetAction(parsed => RunAsync(parsed, "", BenchmarkPart.All));
        foreach (var part in BenchmarkPart.All)
        {
            var command = new Command(part.Name, $"{part.Description}.") { s_smoke, s_long, s_publish, s_native, s_results };
            command.SetAction(parsed => RunAsync(parsed, part.Name, [part]));
            root.Add(command);
        }

        var render = new Command("render", "Write the report and the pictures again from the JSON of earlier runs.") { s_results };
        render.SetAction(parsed => RunAsync(parsed, "render", []));
        root.Add(render);
        return root;
    }

    /// <summary>A path that cannot be used is said in a line; where it stands in the program does not help.</summary>
    private static async Task<int> RunAsync(ParseResult parsed, string name, IReadOnlyList<BenchmarkPart> parts)
    {
        try
        {
            return await MeasureAsync(parsed, name, parts);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"memory benchmark: {failure.Message}");
            return Usage;
        }
    }

    private static async Task<int> MeasureAsync(ParseResult parsed, string name, IReadOnlyList<BenchmarkPart> parts)
    {
        var isSmoke = parsed.GetValue(s_smoke);
        var temporary = isSmoke && parsed.GetValue(s_results) is null ? Directory.CreateTempSubdirectory("inventory-benchmark-") : null;
        try
        {
            var folder = new ResultFolder(temporary?.FullName ?? parsed.GetValue(s_results) ?? DefaultFolder());
            var native = parsed.GetValue(s_native) ?? Environment.GetEnvironmentVariable(NativeToolVariable);
            var sizes = isSmoke ? BenchmarkSizes.Smoke : parsed.GetValue(s_long) ? BenchmarkSizes.Long : BenchmarkSizes.Normal;
            var provenance = Provenance.Now(CommandLine(parsed, name, native));
            var context = parts.Count == 0 ? null : new BenchmarkContext(sizes, new BenchmarkPrograms(string.IsNullOrEmpty(native) ? null : native), Console.Error) { Publish = parsed.GetValue(s_publish) };
            var failed = 0;
            foreach (var part in parts)
            {
                failed += await TryMeasureAsync(part, context!, folder, provenance) ? 0 : 1;
            }

            var report = BenchmarkReport.Write(folder, Console.Error);
            Console.WriteLine(parts.Count == 1 ? BenchmarkReport.Of(folder, parts[0]) : report);
            return failed == 0 ? 0 : 1;
        }
        finally
        {
            temporary?.Delete(recursive: true);
        }
    }

    /// <summary>A part that fails does not take with it what the others measured in the last quarter of an hour.</summary>
    private static async Task<bool> TryMeasureAsync(BenchmarkPart part, BenchmarkContext context, ResultFolder folder, Provenance provenance)
    {
        try
        {
            await part.MeasureAsync(context, folder, provenance);
            return true;
        }
        catch (Exception failure)
        {
            await Console.Error.WriteLineAsync($"{part.Name} failed: {failure}");
            return false;
        }
    }

    /// <summary>The command to type again, without this machine's folders.</summary>
    private static string CommandLine(ParseResult parsed, string name, string? native)
    {
        var words = new[]
        {
            name,
            parsed.GetValue(s_smoke) ? "--smoke" : "",
            parsed.GetValue(s_long) ? "--long" : "",
            parsed.GetValue(s_publish) ? "--publish" : "",
            string.IsNullOrEmpty(native) ? "" : "--native native/inventory",
        };
        return $"dotnet run -c Release --project benchmarks/Inventory.Memory.MemoryBenchmark -- {string.Join(' ', words.Where(word => word.Length > 0))}".TrimEnd();
    }

    private static string DefaultFolder() => Path.Combine(RepositoryFolder.Find(), "benchmarks", "results");
}
