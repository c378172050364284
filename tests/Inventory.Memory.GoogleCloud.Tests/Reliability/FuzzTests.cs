using CsCheck;
using Inventory.Memory.Reliability.Fuzzing;
using Inventory.Memory.Tests.Shared;

namespace Inventory.Memory.GoogleCloud.Tests.Reliability;

/// <summary>Some thousand mutations, the same ones each time; the script of docs/reliability.md has others.</summary>
public sealed class FuzzTests
{
    private const string Seed = "0000KIXBm7Y3";
    private const int Iterations = 3_000;

    private static readonly Fuzzer s_own = new(Corpus.Read(null));

    private static string Recorded => Path.Combine(RecordedData.Folder(), "recorded");

    [Fact]
    public void Reader_MutatedLists_IsRightOrSaysMalformed() => CheckReader(s_own);

    [Fact]
    public void Reader_MutatedRecordedLists_IsRightOrSaysMalformed() => CheckReader(new(Corpus.Read(Recorded)));

    [Fact]
    public void Classifier_MutatedErrors_NeverThrowsAndIsNeverAnAnswer() => CheckClassifier(s_own);

    [Fact]
    public void Classifier_MutatedRecordedErrors_NeverThrowsAndIsNeverAnAnswer() => CheckClassifier(new(Corpus.Read(Recorded)));

    [Fact]
    public void Checkpoint_Mutated_IsSoundOrRefused() =>
        s_own.Checkpoint.Sample(FuzzTargets.CheckCheckpoint, seed: Seed, iter: Iterations, threads: 1, print: _ => "");

    /// <summary>What was written by an earlier version of the same format can be read.</summary>
    [Fact]
    public void Checkpoint_OfTheCorpus_CanBeRead() =>
        Assert.All(Directory.GetFiles(Path.Combine(Corpus.OwnFolder, "checkpoints")), file => Checkpoints.CheckpointFormat.Read(File.ReadAllBytes(file)));

    private static void CheckReader(Fuzzer fuzzer) =>
        fuzzer.Reader.Sample(one => FuzzTargets.CheckReader(one.Body, one.Path, one.Chunk), seed: Seed, iter: Iterations, threads: 1, print: _ => "");

    private static void CheckClassifier(Fuzzer fuzzer) =>
        fuzzer.Classifier.Sample(one => FuzzTargets.CheckClassifier(one.Body, one.Status), seed: Seed, iter: Iterations, threads: 1, print: _ => "");
}
