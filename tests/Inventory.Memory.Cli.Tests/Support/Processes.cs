namespace Inventory.Memory.Cli.Tests.Support;

/// <summary>What /proc says of processes.</summary>
internal static class Processes
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    public static IEnumerable<int> ChildrenOf(int parent) => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
        .Where(id => id > 0 && Status(id) is { } status && status.Parent == parent);

    /// <summary>Waits until a process has gone; a zombie that only its reaper keeps counts as gone.</summary>
    public static async Task AssertGoneAsync(int id)
    {
        using var limit = new CancellationTokenSource(_patience);
        while (Status(id) is { State: not 'Z' })
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private static (char State, int Parent)? Status(int id)
    {
        try
        {
            // The name stands in parentheses and may hold anything.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (fields[0][0], int.Parse(fields[1]));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
