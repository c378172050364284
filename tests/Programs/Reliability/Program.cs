// What is too long for a test, and what is printed for the documentation. See docs/reliability.md.
using System.Globalization;
using Inventory.Memory.Reliability;
using Inventory.Memory.Reliability.Fuzzing;
using Inventory.Memory.Reliability.Kills;
using Inventory.Memory.Reliability.Limits;
using Inventory.Memory.Reliability.Matrix;

switch (args)
{
    case ["matrix"]:
        Console.Write(MatrixTable.Write(await FaultMatrix.RunAsync(CancellationToken.None)));
        return 0;
    case ["soak", var minutes, .. var seed]:
        return Report(await Soak.RunAsync(Minutes(minutes), Seed(seed), Console.Out, CancellationToken.None));
    case ["kills", var runs, var seed, .. var tools] when tools.Length > 0:
        return Report(await KillScan.RunAsync(int.Parse(runs, CultureInfo.InvariantCulture), Seed([seed]), tools, Console.Out, CancellationToken.None));
    case ["fuzz", var minutes, .. var folder] when folder.Length < 2:
        return Report(new Fuzzer(Corpus.Read(folder.FirstOrDefault())).Run(Minutes(minutes), Console.Out));
    case ["limits", var tool, var first, var last, var step]:
        await using (var scan = await LimitScan.StartAsync(CancellationToken.None))
        {
            return Report(await scan.RunAsync(tool, Limits(first, last, step), Console.Out, CancellationToken.None));
        }

    default:
        Console.Error.WriteLine("usage: Reliability matrix | soak MINUTES [SEED] | kills RUNS SEED TOOL... | fuzz MINUTES [FOLDER] | limits TOOL FIRST LAST STEP (MiB)");
        return 2;
}

static TimeSpan Minutes(string text) => TimeSpan.FromMinutes(double.Parse(text, CultureInfo.InvariantCulture));

static IEnumerable<int> Limits(string first, string last, string step)
{
    var (from, to, by) = (Number(first), Number(last), Number(step));
    for (var limit = from; limit <= to; limit += by)
    {
        yield return limit;
    }
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static int Seed(string[] seed) => seed.Length > 0 ? int.Parse(seed[0], CultureInfo.InvariantCulture) : 1;

static int Report(string? problem)
{
    Console.Out.WriteLine(problem ?? "nothing found");
    return problem is null ? 0 : 1;
}
