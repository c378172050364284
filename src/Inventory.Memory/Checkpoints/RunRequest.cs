using System.Security.Cryptography;
using System.Text;

namespace Inventory.Memory.Checkpoints;

/// <summary>What a run was asked for, as a checkpoint keeps it: short values as they are, so that a difference can be named.</summary>
internal static class RunRequest
{
    public const int MaxNames = 100;

    private const int MaxLength = 200;

    public static Dictionary<string, string> Shorten(IReadOnlyDictionary<string, string> request) => request.ToDictionary(
        pair => pair.Key,
        pair => pair.Value.Length <= MaxLength
            ? pair.Value
            : $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(pair.Value)))}",
        StringComparer.Ordinal);

    /// <exception cref="CheckpointException">They differ.</exception>
    public static void ThrowIfOther(IReadOnlyDictionary<string, string> then, IReadOnlyDictionary<string, string> now)
    {
        var differences = then.Keys.Union(now.Keys, StringComparer.Ordinal)
            .Where(name => then.GetValueOrDefault(name) != now.GetValueOrDefault(name))
            .Order(StringComparer.Ordinal)
            .Select(name => $"{name} was {Quote(then.GetValueOrDefault(name))} and is {Quote(now.GetValueOrDefault(name))}")
            .ToList();
        if (differences.Count > 0)
        {
            throw new CheckpointException(
                CheckpointProblem.OtherRequest,
                $"The checkpoint belongs to a run that was asked for something else: {string.Join("; ", differences)}. Ask for the same again, or remove the checkpoint and the output to start anew.");
        }
    }

    private static string Quote(string? value) => value is null ? "not given" : $"'{value}'";
}
