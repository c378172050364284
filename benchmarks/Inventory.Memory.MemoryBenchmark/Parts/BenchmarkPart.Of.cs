using Inventory.Memory.MemoryBenchmark.Reporting;

namespace Inventory.Memory.MemoryBenchmark.Parts;

/// <typeparam name="T">What is measured, as it stands in the file.</typeparam>
internal abstract class BenchmarkPart<T> : BenchmarkPart
{
    public sealed override async Task MeasureAsync(BenchmarkContext context, ResultFolder folder, Provenance provenance)
    {
        context.Say($"== {Name}: {Description}");
        folder.Write(Name, provenance, await MeasureAsync(context));
    }

    public sealed override bool Report(ResultFolder folder, MarkdownDocument document, Pictures pictures)
    {
        if (folder.Read<T>(Name) is not { } result)
        {
            return false;
        }

        document.Section(Description, result.Provenance);
        Report(result.Data, document, pictures);
        return true;
    }

    protected abstract Task<T> MeasureAsync(BenchmarkContext context);

    protected abstract void Report(T data, MarkdownDocument document, Pictures pictures);
}
