using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Tests.Catalog;

/// <summary>Catalogs of a user: what is wrong is named with its line, what is right is collected like what ships.</summary>
public sealed class CatalogFileTests : IDisposable
{
    private const string Service = """
        {
          "service": "widgets", "host": "widgets.googleapis.com", "version": "v1", "basePath": "v1/", "nameTemplate": "{name}",
          "paths": {"project": "projects/{project}/{segment}"},
          "collections": [
            {"name": "gadgets", "type": "Gadget", "methods": {"project": "projects.gadgets.list"}}
          ]
        }
        """;

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Default_EveryService_KeepsTheRulesOfUsersFiles() => Assert.All(
        GoogleCatalog.Default.Services,
        service => CatalogRules.ThrowIfBroken(service, GoogleCatalog.Default.Find, null, new CatalogLines(keep: false)));

    [Fact]
    public void WithFile_Service_IsPartOfTheCatalog()
    {
        File.WriteAllText(_path, Service);
        var catalog = GoogleCatalog.Default.WithFile(_path);
        Assert.Equal("widgets.googleapis.com/Gadget", catalog.Find("widgets.gadgets")!.AssetTypes[0]);
        Assert.Equal(GoogleCatalog.Default.Collections.Count + 1, catalog.Collections.Count);
    }

    [Theory]
    [InlineData("\"methods\"", "\"method\"", 5, "has no property 'method'. Nearest: methods")]
    [InlineData("\"project\": \"projects.g", "\"projekt\": \"projects.g", 5, "'projekt' in 'methods' is no scope")]
    [InlineData("{project}/{segment}", "{projekt}/{segment}", 5, "'{projekt}' in 'v1/projects/{projekt}/gadgets' means nothing")]
    [InlineData("\"v1/\"", "\"/v1\"", 2, "'basePath' is '/v1'")]
    [InlineData("\"name\": \"gadgets\", ", "", 5, "needs the property 'name'")]
    [InlineData("\"Gadget\",", "\"Gadget\" ", 5, "this is not JSON")]
    [InlineData("\"type\": \"Gadget\"", "\"type\": \"Gadget\", \"parent\": \"widgets.none\"", 5, "no collection 'widgets.none'")]
    public void WithFile_SomethingWrong_NamesTheLine(string right, string wrong, int line, string problem)
    {
        File.WriteAllText(_path, Service.Replace(right, wrong, StringComparison.Ordinal));
        var failure = Assert.Throws<CatalogFormatException>(() => GoogleCatalog.Default.WithFile(_path));
        Assert.Equal(line, failure.Line);
        Assert.StartsWith($"{_path}, line {line}: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", failure.Message, StringComparison.Ordinal);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }
}
