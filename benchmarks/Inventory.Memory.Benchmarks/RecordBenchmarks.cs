using BenchmarkDotNet.Attributes;

namespace Inventory.Memory.Benchmarks;

/// <summary>What a record costs: the loan of it, its members, and making it one's own.</summary>
[MemoryDiagnoser]
public class RecordBenchmarks
{
    private InstanceItem _item = null!;

    [GlobalSetup]
    public void Setup() => _item = new InstanceItem(InstancePage.Read());

    /// <summary>Ends one lease, begins the next and looks at its bytes.</summary>
    [Benchmark(Baseline = true)]
    public int Loan() => _item.Next().Json.Length;

    /// <summary>Every property that makes no string.</summary>
    [Benchmark]
    public int LoanAndProperties()
    {
        var record = _item.Next();
        return record.AssetType.Length + record.Collection.Length + (record.Location?.Length ?? 0) + record.Json.Length;
    }

    [Benchmark]
    public string LoanAndName() => _item.Next().Name;

    [Benchmark]
    public DetachedRecord LoanAndDetach() => _item.Next().Detach();
}
