using CsCheck;
using Inventory.Memory.Reliability.Fuzzing;
using Inventory.Memory.Tests.Shared;

namespace Inventory.Memory.GoogleCloud.Tests.Reliability;

/// <summary>Some thousand mutations of recorded answers, the same ones each time; the script of docs/reliability.md has others.</summary>
public sealed class FuzzTests
{
    private const string Seed = "0000KIXBm7Y3";
    private const int Iterations = 3_000;

    private static string Folder => Path.Combine(RecordedData.Folder(), "recorded");

    [Fact]
    public void Reader_MutatedLists_IsRightOrSaysMalformed() =>
        Fuzzer.Reader(Folder).Sample(one => FuzzTargets.CheckReader(one.Body, one.Path, one.Chunk), seed: Seed, iter: Iterations, threads: 1, print: _ => "");

    [Fact]
    public void Classifier_MutatedErrors_NeverThrowsAndIsNeverAnAnswer() =>
        Fuzzer.Classifier(Folder).Sample(one => FuzzTargets.CheckClassifier(one.Body, one.Status), seed: Seed, iter: Iterations, threads: 1, print: _ => "");
}
