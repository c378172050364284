using System.Globalization;
using CsCheck;

namespace Inventory.Memory.Reliability.Fuzzing;

/// <summary>Mutations of a corpus against what reads it.</summary>
internal sealed class Fuzzer(Corpus corpus)
{
    private static readonly int[] s_statuses = [200, 400, 401, 403, 404, 429, 500, 503];

    /// <summary>Mutated lists, the path of their items, and the size of the pieces in which they come.</summary>
    public Gen<(byte[] Body, string Path, int Chunk)> Reader => Gen.Select(
        OneOf(corpus.Lists), Mutation.Gen.Array[0, 6], Gen.Int[1, 9000], (one, mutations, chunk) => (Mutate(one.Body, mutations), one.Path, chunk));

    /// <summary>Mutated error bodies, and the status that they come with.</summary>
    public Gen<(byte[] Body, int Status)> Classifier => Gen.Select(
        OneOf(corpus.Errors), Mutation.Gen.Array[0, 6], OneOf(s_statuses), (body, mutations, status) => (Mutate(body, mutations), status));

    /// <summary>Mutated checkpoints: nine in ten under a checksum that is right, so that their content is looked at.</summary>
    public Gen<byte[]> Checkpoint => Gen.Select(
        OneOf(corpus.Checkpoints), Mutation.Gen.Array[0, 6], Gen.Int[0, 9], (content, mutations, chance) =>
            chance == 0 ? Mutate(CheckpointSeal.Seal(content), mutations) : CheckpointSeal.Seal(Mutate(content, mutations)));

    /// <summary>Fuzzes for a time.</summary>
    /// <param name="duration">How long, all together.</param>
    /// <param name="log">Where to say what is done.</param>
    /// <returns>What was found; null: nothing.</returns>
    public string? Run(TimeSpan duration, TextWriter log)
    {
        var seconds = (int)Math.Max(1, duration.TotalSeconds / 3);
        log.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"mutating {corpus.Lists.Count} lists, {corpus.Errors.Count} errors and {corpus.Checkpoints.Count} checkpoints, for {seconds} s each"));
        return Run("reader", Reader, one => FuzzTargets.CheckReader(one.Body, one.Path, one.Chunk), seconds, log)
            ?? Run("classifier", Classifier, one => FuzzTargets.CheckClassifier(one.Body, one.Status), seconds, log)
            ?? Run("checkpoint", Checkpoint, FuzzTargets.CheckCheckpoint, seconds, log);
    }

    private static string? Run<T>(string name, Gen<T> inputs, Action<T> check, int seconds, TextWriter log)
    {
        var iterations = 0L;
        try
        {
            inputs.Sample(
                one =>
                {
                    Interlocked.Increment(ref iterations);
                    check(one);
                },
                time: seconds,
                print: _ => "");
        }
        catch (CsCheckException failure)
        {
            return $"{name}: {failure.Message} {failure.InnerException?.Message}";
        }

        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {iterations} inputs"));
        return null;
    }

    private static Gen<T> OneOf<T>(IReadOnlyList<T> values) => Gen.Int[0, values.Count - 1].Select(index => values[index]);

    private static byte[] Mutate(byte[] body, Mutation[] mutations) => mutations.Aggregate(body, (mutated, mutation) => mutation.Apply(mutated));
}
