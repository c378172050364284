using Inventory.Memory.Cli.Tests.Support;

namespace Inventory.Memory.Cli.Tests.Commands;

/// <summary>Each mistake: a message with the value and the remedy, the right exit code, nothing on standard output, no stack trace.</summary>
public sealed class BadInputTests
{
    public static TheoryData<int, string, string> Mistakes => new()
    {
        { 2, "", "Required command|--help" },
        { 2, "--bogus", "'--bogus'|--help" },
        { 2, "colect --emulate", "'colect' is no command; did you mean 'collect'?|'inventory --help'" },
        { 2, "frobnicate", "'frobnicate' is no command.|'inventory --help'" },
        { 2, "collect --emulate -t disks --store y", "'--store' is no option.|'inventory collect --help'" },
        { 2, "collect --emulate -t disks --chekpoint=y", "'--chekpoint' is no option; did you mean '--checkpoint'?" },
        { 2, "collect --emulate -p a --memory 64MiB", "'--memory' is no option; did you mean '--memory-limit'?" },
        { 2, "collect --emulate -o --Sumary", "'--Sumary' is no option; did you mean '--summary'?" },
        { 2, "types --jsno", "'--jsno' is no option; did you mean '--json'?" },
        { 2, "doctor --jsno", "'--jsno' is no option; did you mean '--json'?" },
        { 2, "plan --emulate -l x --overwrite", "'--overwrite' is no option" },
        { 2, "collect --emulate -t disks,nonsuch", "'nonsuch'|inventory types" },
        { 2, "collect --emulate -t disks,", "''" },
        { 2, "collect --emulate -t ,", "''" },
        { 2, "collect --emulate --memory-limit 1KiB", "--memory-limit is '1KiB'|from 1MiB on" },
        { 2, "collect --emulate --memory-limit 64", "--memory-limit is '64'|from 1MiB on" },
        { 2, "collect --emulate --memory-limit 0.0001%", "--memory-limit is '0.0001%'|from 0.1 to 100%" },
        { 2, "collect --bogus --emulate", "'--bogus'|collect --help" },
        { 2, "collect", "-p ID|--emulate" },
        { 2, "collect --emulate x", "--emulate is 'x'|instances=100000" },
        { 2, "collect --emulate instances=", "'instances='|instances=100000" },
        { 2, "collect --emulate nonsuch=3", "'nonsuch'|--emulate" },
        { 2, "collect --emulate -t nonsuch", "'nonsuch'|inventory types" },
        { 2, "collect --emulate --memory-limit 64Q", "--memory-limit is '64Q'|64MiB" },
        { 2, "collect --emulate --memory-limit 101%", "'101%'|100%" },
        { 2, "collect --emulate --memory-limit -5", "--memory-limit|" },
        { 2, "collect --emulate --timeout 30", "--timeout is '30'|30s" },
        { 2, "collect --emulate --timeout 2h", "--timeout is '2h'|at most 1h" },
        { 2, "collect --emulate --deadline 0s", "--deadline is '0s'|2m" },
        { 2, "collect --emulate --page-size 501", "--page-size is '501'|from 1 to 500" },
        { 2, "collect --emulate --governor maybe", "--governor is 'maybe'|on or off" },
        { 2, "collect --emulate --validate maybe", "--validate is 'maybe'|on or off" },
        { 2, "collect --emulate --gc-policy often", "--gc-policy is 'often'|threshold, growth, periodic or none" },
        { 2, "collect --emulate --gzip maybe", "--gzip is 'maybe'|auto, on or off" },
        { 2, "collect --emulate --retries -1", "--retries is '-1'|from 0 to 99" },
        { 2, "collect --emulate --retry-timeout 2d", "--retry-timeout is '2d'|at most 24h" },
        { 2, "collect --emulate --requests-per-minute many", "--requests-per-minute is 'many'|from 0 to 1000000" },
        { 2, "collect --emulate --fields a(b", "'a(b'|parentheses" },
        { 2, "collect --emulate --redact --validate off", "--redact and --validate off exclude each other|Leave out --validate off" },
        { 2, "collect --emulate-projects 3", "--emulate-projects 3|Add --emulate" },
        { 2, "plan -p a --endpoint http://127.0.0.1:1 --emulate-projects 3", "--emulate-projects 3|Add --emulate" },
        { 2, "collect --emulate --project-label env=prod", "--project-label env=prod|--organization" },
        { 2, "collect -p a --endpoint http://127.0.0.1:1 --project-label env", "--project-label env|--all-projects" },
        { 2, "collect --emulate --project-state ACTIVE", "--project-state ACTIVE|--emulate-projects N" },
        { 2, "collect --endpoint http://127.0.0.1:1 --retry-incomplete /dev/null --project-label env", "--project-label env|leave it out" },
        { 2, "collect --endpoint http://127.0.0.1:1 --retry-incomplete /dev/null --check-enabled", "--check-enabled|Leave one" },
        { 2, "collect --emulate --source asset-inventory --label env", "Cloud Asset Inventory|labels" },
        { 2, "collect --emulate --source asset-inventory --exclude disks", "Cloud Asset Inventory|Name types" },
        { 2, "collect --emulate --source asset-inventory --filter x", "Cloud Asset Inventory|a filter" },
        { 2, "collect --emulate --ca-file /nonexistent/ca.pem", "--ca-file '/nonexistent/ca.pem'|path of a file" },
        { 2, "collect --emulate --ca-file /dev/null", "--ca-file '/dev/null'|PEM" },
        { 2, "collect --emulate --endpoint http://127.0.0.1:1", "'http://127.0.0.1:1'|Leave one" },
        { 2, "collect -p a --endpoint ftp://host", "--endpoint 'ftp://host'|http" },
        { 2, "collect -p a --endpoint http://192.0.2.1", "'http://192.0.2.1'|use https" },
        { 1, "collect --endpoint http://127.0.0.1:1 -o /dev/null", "127.0.0.1:1|--endpoint" },
        { 2, "collect --emulate -o /", "'/' is a folder|path of a file" },
        { 1, "collect --emulate -o /nonexistent/out", "'/nonexistent/out'|Create the folder" },
        { 1, "collect --emulate 50 -o /dev/full", "'/dev/full'|disk is full" },
        { 1, "collect --emulate --summary /nonexistent/s.json", "'/nonexistent/s.json'|Create the folder" },
        { 2, "emulator --port abc", "--port is 'abc'; write a number from 0 to 65535" },
        { 2, "emulator --port 65536", "--port is '65536'; write a number from 0 to 65535" },
        { 2, "emulator --seed x", "--seed is 'x'; write a number" },
        { 2, "emulator --resources -1", "--resources is '-1'; write a number from 0" },
        { 2, "emulator --spread wide", "--spread is 'wide'; write Natural or Even" },
        { 2, "emulator --projects none", "--projects is 'none'; write a number from 1" },
        { 2, "emulator --bogus", "--bogus|--help" },
        { 2, "types nonsuch", "'nonsuch'|inventory types" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Run_BadInput_NamesTheValueAndTheRemedy(int exitCode, string commandLine, string expected)
    {
        var result = await ToolProcess.RunAsync(commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(exitCode, result.ExitCode);
        Assert.All(expected.Split('|'), part => Assert.Contains(part, result.Error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Help_Asked_ListsEveryOptionAndSucceeds()
    {
        var result = await ToolProcess.RunAsync("collect", "--help");

        Assert.Equal(0, result.ExitCode);
        Assert.All(
            new[] { "--project", "--type", "--location", "--endpoint", "--emulate", "--output", "--overwrite", "--summary", "--memory-limit", "--page-size", "--fields", "--gzip", "--ca-file", "--timeout", "--deadline", "--redact", "--no-progress", "-v" },
            option => Assert.Contains(option, result.Output, StringComparison.Ordinal));
    }
}
