using System.Text.Json;

namespace Inventory.Memory.MemoryBenchmark.Reporting;

/// <summary>Where results are: one JSON file a part, and what is rendered from them.</summary>
internal sealed class ResultFolder(string path)
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    public string PathOf(string file) => Path.Combine(path, file);

    public void Write<T>(string part, Provenance provenance, T data)
    {
        Directory.CreateDirectory(path);
        File.WriteAllText(PathOf($"{part}.json"), JsonSerializer.Serialize(new ResultFile<T>(provenance, data), s_options) + "\n");
    }

    public ResultFile<T>? Read<T>(string part) =>
        File.Exists(PathOf($"{part}.json")) ? JsonSerializer.Deserialize<ResultFile<T>>(File.ReadAllText(PathOf($"{part}.json")), s_options) : null;

    public void WriteText(string file, string text) => File.WriteAllText(PathOf(file), text);
}
