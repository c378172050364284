namespace Inventory.Memory.GoogleCloud.Tests.Support;

/// <summary>The recorded answers and method tables beside the repository, where there are any.</summary>
internal static class SharedData
{
    private const string Variable = "INVENTORY_RECORDED_DATA";

    /// <summary>The folder with <c>recorded</c> and <c>list-methods.tsv</c>; skips the test where there is none.</summary>
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
