namespace Inventory.Memory.Tests.Shared;

/// <summary>Real answers of Google's APIs, which are kept beside the repository and never in it.</summary>
internal static class RecordedData
{
    private const string Variable = "INVENTORY_RECORDED_DATA";

    /// <summary>The folder with list-methods.tsv and recorded/; the test is skipped, with the reason, where there is none.</summary>
    public static string Folder()
    {
        var folder = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : FindAbove(AppContext.BaseDirectory);
        Assert.SkipWhen(folder is null, $"No folder 'shared/data/recorded' beside or above the repository, and {Variable} names none.");
        return folder!;
    }

    private static string? FindAbove(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(Path.Combine(data, "recorded")))
            {
                return data;
            }
        }

        return null;
    }
}
