using System.Text.Encodings.Web;
using System.Text.Json;
using Inventory.Memory.Cli.Commands;

namespace Inventory.Memory.Cli.Output;

/// <summary>The summary as JSON, schema version 1. Programs read it: a property is added, never changed.</summary>
internal static class SummaryJson
{
    public const int SchemaVersion = 1;

    /// <summary>The names of so many projects are repeated; the rest is a number.</summary>
    private const int MaxProjects = 100;

    private static readonly JsonWriterOptions s_options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="stream">Where to; stays open.</param>
    /// <param name="summary">Of a run that has ended.</param>
    /// <param name="state">How the whole job ended; the run knows nothing of a full disk.</param>
    /// <param name="settings">What was asked for.</param>
    public static void Write(Stream stream, CollectionSummary summary, RunState state, CollectSettings settings)
    {
        using var json = new Utf8JsonWriter(stream, s_options);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion"u8, SchemaVersion);
        json.WriteString("runId"u8, summary.RunId);
        json.WriteNumber("resumptions"u8, summary.Resumptions);
        json.WriteString("startedAt"u8, summary.StartedAt);
        WriteTime(json, "endedAt"u8, summary.EndedAt);
        WriteRequest(json, settings);
        json.WriteString("state"u8, Name(state));
        json.WriteNumber("resources"u8, summary.Resources);
        json.WriteNumber("errors"u8, summary.Errors);
        json.WriteNumber("elapsedSeconds"u8, Math.Round(summary.Elapsed.TotalSeconds, 3));
        WriteText(json, "stopMessage"u8, summary.StopMessage);
        WriteMemory(json, summary);
        WriteGc(json, summary);
        WriteHttp(json, summary);
        WriteTypes(json, summary);
        WriteProfile(json, summary);
        WriteIncomplete(json, summary);
        json.WriteEndObject();
        json.Flush();
        stream.WriteByte((byte)'\n');
    }

    private static void WriteRequest(Utf8JsonWriter json, CollectSettings settings)
    {
        json.WriteStartObject("request"u8);
        WriteTexts(json, "projects"u8, settings.Projects.Take(MaxProjects));
        json.WriteNumber("projectsOmitted"u8, Math.Max(0, settings.Projects.Count - MaxProjects));
        WriteTexts(json, "organizations"u8, settings.Finding.Organizations);
        WriteTexts(json, "folders"u8, settings.Finding.Folders);
        json.WriteBoolean("allProjects"u8, settings.Finding.All);
        WriteTexts(json, "projectLabels"u8, settings.Finding.Labels);
        json.WriteString("source"u8, JsonNamingPolicy.KebabCaseLower.ConvertName(settings.Finding.Source.ToString()));
        WriteTexts(json, "types"u8, settings.Types);
        WriteTexts(json, "locations"u8, settings.Locations);
        WriteText(json, "fields"u8, settings.Fields);
        WriteText(json, "endpoint"u8, settings.Endpoint);
        json.WriteBoolean("emulated"u8, settings.Emulate is not null);
        WriteNumber(json, "pageSize"u8, settings.PageSize);
        WriteText(json, "memoryLimit"u8, settings.MemoryLimit?.Text);
        WriteNumber(json, "timeoutSeconds"u8, settings.Timeout?.TotalSeconds);
        WriteNumber(json, "deadlineSeconds"u8, settings.Deadline?.TotalSeconds);
        json.WriteBoolean("governor"u8, settings.Governed);
        json.WriteString("gcPolicy"u8, Name(settings.GcPolicy));
        json.WriteString("gzip"u8, JsonNamingPolicy.CamelCase.ConvertName(settings.Gzip.ToString()));
        json.WriteBoolean("validate"u8, settings.ValidateItems);
        json.WriteBoolean("redact"u8, settings.Redact);
        json.WriteEndObject();
    }

    private static void WriteMemory(Utf8JsonWriter json, CollectionSummary summary)
    {
        json.WriteStartObject("memory"u8);
        if (summary.Memory is { } memory)
        {
            json.WriteNumber("peakBytes"u8, memory.PeakBytes);
            json.WriteNumber("averageBytes"u8, memory.AverageBytes);
            json.WriteNumber("minimumBytes"u8, memory.MinimumBytes);
            json.WriteNumber("samples"u8, memory.Samples);
            json.WriteNumber("highWaterBytes"u8, memory.HighWaterBytes);
            WriteNumber(json, "limitBytes"u8, memory.LimitBytes > 0 ? memory.LimitBytes : null);
            WriteText(json, "limitSource"u8, memory.LimitSource);
        }

        json.WriteEndObject();
    }

    private static void WriteGc(Utf8JsonWriter json, CollectionSummary summary)
    {
        var gc = summary.Gc;
        json.WriteStartObject("gc"u8);
        json.WriteNumber("gen0"u8, gc.Gen0);
        json.WriteNumber("gen1"u8, gc.Gen1);
        json.WriteNumber("gen2"u8, gc.Gen2);
        json.WriteNumber("policyCollections"u8, summary.PolicyCollections);
        json.WriteNumber("allocatedBytes"u8, gc.AllocatedBytes);
        json.WriteNumber("pauseSeconds"u8, Math.Round(gc.Pause.TotalSeconds, 6));
        json.WriteEndObject();
    }

    private static void WriteHttp(Utf8JsonWriter json, CollectionSummary summary)
    {
        json.WriteStartObject("http"u8);
        json.WriteNumber("requests"u8, summary.Requests);
        json.WriteNumber("retries"u8, summary.Retries);
        json.WriteNumber("waitSeconds"u8, Math.Round(summary.Waited.TotalSeconds, 3));
        json.WriteNumber("bytes"u8, summary.BytesRead);
        json.WriteEndObject();
    }

    private static void WriteTypes(Utf8JsonWriter json, CollectionSummary summary)
    {
        json.WriteStartArray("types"u8);
        foreach (var type in summary.Types)
        {
            json.WriteStartObject();
            json.WriteString("collection"u8, type.Collection);
            WriteTexts(json, "assetTypes"u8, type.AssetTypes);
            json.WriteNumber("resources"u8, type.Resources);
            json.WriteNumber("errors"u8, type.Errors);
            json.WriteStartObject("states"u8);
            foreach (var state in Enum.GetValues<ScopeState>().Where(state => type.Scopes(state) > 0))
            {
                json.WriteNumber(Name(state), type.Scopes(state));
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The guide's "profiling to find the bottleneck": the five types that needed most memory.</summary>
    private static void WriteProfile(Utf8JsonWriter json, CollectionSummary summary)
    {
        json.WriteStartArray("memoryProfile"u8);
        foreach (var type in summary.HungriestTypes)
        {
            json.WriteStartObject();
            json.WriteString("collection"u8, type.Collection);
            json.WriteNumber("payloadBytes"u8, type.PayloadBytes);
            json.WriteNumber("elapsedSeconds"u8, Math.Round(type.Elapsed.TotalSeconds, 3));
            json.WriteNumber("peakBytes"u8, type.PeakBytes);
            json.WriteNumber("peakGrowthBytes"u8, type.PeakGrowthBytes);
            json.WriteNumber("collections"u8, type.Collections);
            json.WriteNumber("allocatedBytes"u8, type.AllocatedBytes);
            json.WriteBoolean("shared"u8, type.IsShared);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteIncomplete(Utf8JsonWriter json, CollectionSummary summary)
    {
        json.WriteStartArray("incomplete"u8);
        foreach (var scope in summary.Incomplete)
        {
            json.WriteStartObject();
            WriteText(json, "project"u8, scope.Project);
            WriteText(json, "assetType"u8, scope.AssetType);
            WriteText(json, "location"u8, scope.Location);
            json.WriteString("state"u8, Name(scope.State));
            json.WriteString("reason"u8, scope.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("incompleteOmitted"u8, summary.IncompleteOmitted);
    }

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static void WriteTexts(Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value) => json.WriteString(name, value);

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            json.WriteString(name, time);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
