using System.Text.Encodings.Web;
using System.Text.Json;
using Inventory.Memory.Cli.Output;
using Inventory.Memory.Doctor;

namespace Inventory.Memory.Cli.Doctor;

/// <summary>The diagnosis as JSON, schema version 1. Programs read it: a property is added, never changed.</summary>
internal static class DoctorJson
{
    public const int SchemaVersion = 1;
    private static readonly JsonWriterOptions s_options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(MemoryDiagnosis diagnosis)
    {
        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, s_options))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion"u8, SchemaVersion);
            json.WriteNumber("limitBytes"u8, diagnosis.LimitBytes);
            json.WriteString("limitSource"u8, diagnosis.LimitSource);
            WriteGauges(json, diagnosis);
            WriteProcess(json, diagnosis);
            WriteContainer(json, diagnosis);
            WriteHost(json, diagnosis);
            json.WriteNumberOrNull("stallPercent"u8, diagnosis.StallPercent);
            WriteGc(json, diagnosis);
            json.WriteTexts("failingSources"u8, diagnosis.FailingSources);
            WriteFindings(json, diagnosis.Findings);
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void WriteGauges(Utf8JsonWriter json, MemoryDiagnosis diagnosis) =>
        json.WriteObjects("gauges"u8, diagnosis.Gauges, (_, gauge) =>
        {
            json.WriteString("name"u8, gauge.Name);
            json.WriteNumber("usageBytes"u8, gauge.UsageBytes);
            json.WriteNumber("limitBytes"u8, gauge.LimitBytes);
            json.WriteNumber("ratio"u8, Math.Round(gauge.Ratio, 4));
            json.WriteString("limitSource"u8, gauge.LimitSource);
            json.WriteBoolean("presses"u8, gauge.Name == diagnosis.Sample.Pressing.Name);
        });

    private static void WriteProcess(Utf8JsonWriter json, MemoryDiagnosis diagnosis)
    {
        var sample = diagnosis.Sample;
        json.WriteStartObject("process"u8);
        json.WriteString("source"u8, sample.ProcessSource);
        json.WriteNumber("rssBytes"u8, sample.RssBytes);
        json.WriteNumber("highWaterBytes"u8, diagnosis.HighWaterBytes);
        json.WriteNumber("anonymousBytes"u8, sample.AnonymousBytes);
        json.WriteNumber("mappedBytes"u8, diagnosis.MappedBytes);
        json.WriteNumber("nativeBytes"u8, diagnosis.NativeBytes);
        json.WriteNumber("heapBytes"u8, sample.HeapBytes);
        json.WriteNumber("committedBytes"u8, sample.CommittedBytes);
        json.WriteNumber("swapBytes"u8, sample.SwapBytes);
        json.WriteEndObject();
    }

    private static void WriteContainer(Utf8JsonWriter json, MemoryDiagnosis diagnosis)
    {
        var sample = diagnosis.Sample;
        if (sample.ContainerSource is null)
        {
            json.WriteNull("container"u8);
            return;
        }

        json.WriteStartObject("container"u8);
        json.WriteString("source"u8, sample.ContainerSource);
        json.WriteNumber("limitBytes"u8, sample.ContainerLimitBytes);
        json.WriteNumber("usageBytes"u8, sample.ContainerUsageBytes);
        json.WriteNumber("highWaterBytes"u8, diagnosis.ContainerHighWaterBytes);
        json.WriteNumber("workingSetBytes"u8, sample.ContainerWorkingSetBytes);
        json.WriteNumber("anonymousAndKernelBytes"u8, sample.ContainerAnonymousAndKernelBytes);
        json.WriteNumber("otherProcessesBytes"u8, diagnosis.OtherProcessesBytes);
        json.WriteNumber("pageCacheBytes"u8, diagnosis.PageCacheBytes);
        json.WriteNumber("limitHits"u8, sample.ContainerLimitHits);
        json.WriteNumber("oomKills"u8, sample.ContainerOomKills);
        json.WriteEndObject();
    }

    private static void WriteHost(Utf8JsonWriter json, MemoryDiagnosis diagnosis)
    {
        json.WriteStartObject("host"u8);
        json.WriteNumber("totalBytes"u8, diagnosis.HostTotalBytes);
        json.WriteNumber("availableBytes"u8, diagnosis.Sample.HostAvailableBytes);
        json.WriteNumber("swapTotalBytes"u8, diagnosis.HostSwapTotalBytes);
        json.WriteNumber("swapUsedBytes"u8, diagnosis.HostSwapUsedBytes);
        json.WriteEndObject();
    }

    private static void WriteGc(Utf8JsonWriter json, MemoryDiagnosis diagnosis)
    {
        var gc = diagnosis.Gc;
        json.WriteStartObject("gc"u8);
        json.WriteBoolean("server"u8, gc.IsServer);
        json.WriteBoolean("concurrent"u8, gc.IsConcurrent);
        json.WriteBoolean("adaptsHeapCount"u8, gc.AdaptsHeapCount);
        json.WriteNumber("heapCount"u8, gc.HeapCount);
        json.WriteNumber("hardLimitBytes"u8, gc.HardLimitBytes);
        json.WriteNumber("availableBytes"u8, gc.AvailableBytes);
        json.WriteNumber("gen0MaxBudgetBytes"u8, gc.Gen0MaxBudgetBytes);
        json.WriteNumber("conserveMemory"u8, gc.ConserveMemory);
        json.WriteNumber("pausePercent"u8, diagnosis.GcPausePercent);
        json.WriteNumber("fragmentedBytes"u8, diagnosis.Sample.FragmentedBytes);
        json.WriteNumber("fragmentationRatio"u8, Math.Round(diagnosis.FragmentationRatio, 4));
        json.WriteTexts("ignoredVariables"u8, gc.IgnoredVariables);
        json.WriteEndObject();
    }

    private static void WriteFindings(Utf8JsonWriter json, IReadOnlyList<MemoryFinding> findings) =>
        json.WriteObjects("findings"u8, findings, static (json, finding) =>
        {
            json.WriteString("rule"u8, finding.Rule);
            json.WriteString("sign"u8, finding.Sign.ToJsonName());
            json.WriteString("evidence"u8, finding.Evidence);
            json.WriteString("remedy"u8, finding.Remedy);
        });
}
