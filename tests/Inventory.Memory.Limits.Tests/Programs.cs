namespace Inventory.Memory.Limits.Tests;

/// <summary>Where the programs are that the tests start: in the artifacts folder, built like this test.</summary>
internal static class Programs
{
#if DEBUG
    private const string Configuration = "debug";
#else
    private const string Configuration = "release";
#endif

    /// <summary>Names the folder of a published NativeAOT tool; without it those tests are skipped.</summary>
    private const string NativeToolVariable = "INVENTORY_NATIVE_TOOL";

    public static string Tool => InArtifacts("Inventory.Memory.Cli", "inventory");

    public static string Hoarder => InArtifacts("Hoarder", "Hoarder");

    public static string NativeTool()
    {
        var path = Environment.GetEnvironmentVariable(NativeToolVariable);
        Assert.SkipWhen(string.IsNullOrEmpty(path), $"No NativeAOT tool is named by {NativeToolVariable}: publish one with -p:PublishAot=true and set it.");
        return path!;
    }

    private static string InArtifacts(string project, string file)
    {
        // artifacts/bin/<this project>/<configuration>/
        var path = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", project, Configuration, file));
        Assert.True(File.Exists(path), $"'{path}' is not built.");
        return path;
    }
}
