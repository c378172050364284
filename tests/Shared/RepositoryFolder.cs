namespace Inventory.Memory.Tests.Shared;

/// <summary>Where the documents are that tests read.</summary>
internal static class RepositoryFolder
{
    public static string ReadDocument(string name) => File.ReadAllText(Path.Join(Find(), "docs", name));

    public static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Join(folder, "Inventory.Memory.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("not in the repository");
        return folder;
    }
}
