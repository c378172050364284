namespace Inventory.Memory.MemoryBenchmark.Measuring;

/// <summary>The repository that this program was built in.</summary>
internal static class RepositoryFolder
{
    public static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Inventory.Memory.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("This is not inside the repository: name a folder with --results.");
    }
}
