using System.Text.Encodings.Web;
using System.Text.Json;
using Inventory.Memory.Cli.Commands;
using Inventory.Memory.Pressure;

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
        json.WriteString("toolVersion"u8, ToolVersion.Text);
        json.WriteString("runId"u8, summary.RunId);
        json.WriteNumber("resumptions"u8, summary.Resumptions);
        json.WriteString("startedAt"u8, summary.StartedAt);
        WriteTime(json, "endedAt"u8, summary.EndedAt);
        WriteRequest(json, settings);
        json.WriteString("state"u8, state.ToJsonName());
        json.WriteNumber("resources"u8, summary.Resources);
        json.WriteNumber("errors"u8, summary.Errors);
        json.WriteNumber("elapsedSeconds"u8, Math.Round(summary.Elapsed.TotalSeconds, 3));
        WriteText(json, "stopMessage"u8, summary.StopMessage);
        WriteMemory(json, summary);
        WriteGc(json, summary);
        WriteGovernor(json, summary.Governor);
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
        json.WriteTexts("projects"u8, settings.Projects.Take(MaxProjects));
        json.WriteNumber("projectsOmitted"u8, Math.Max(0, settings.Projects.Count - MaxProjects));
        json.WriteTexts("organizations"u8, settings.Finding.Organizations);
        json.WriteTexts("folders"u8, settings.Finding.Folders);
        json.WriteBoolean("allProjects"u8, settings.Finding.All);
        json.WriteTexts("projectLabels"u8, settings.Finding.Labels);
        json.WriteTexts("projectStates"u8, settings.Finding.States);
        json.WriteBoolean("checkEnabled"u8, settings.Finding.CheckEnabled);
        json.WriteString("source"u8, JsonNamingPolicy.KebabCaseLower.ConvertName(settings.Finding.Source.ToString()));
        WriteSelection(json, settings);
        WriteText(json, "fields"u8, settings.Fields);
        WriteText(json, "endpoint"u8, settings.Endpoint);
        WriteText(json, "universeDomain"u8, settings.Credentials.UniverseDomain);
        WriteText(json, "quotaProject"u8, settings.Credentials.QuotaProject);
        json.WriteBoolean("emulated"u8, settings.Emulate is not null);
        WriteText(json, "emulate"u8, settings.Emulate?.ToString());
        json.WriteNumberOrNull("emulateProjects"u8, settings.Emulate?.Projects);
        json.WriteNumber("lookAhead"u8, settings.LookAhead);
        json.WriteNumberOrNull("pageSize"u8, settings.PageSize);
        WriteText(json, "memoryLimit"u8, settings.MemoryLimit?.Text);
        json.WriteNumberOrNull("timeoutSeconds"u8, settings.Timeout?.TotalSeconds);
        json.WriteNumberOrNull("deadlineSeconds"u8, settings.Deadline?.TotalSeconds);
        json.WriteBoolean("governor"u8, settings.Governed);
        json.WriteString("gcPolicy"u8, settings.GcPolicy.ToJsonName());
        json.WriteString("gzip"u8, settings.Gzip.ToJsonName());
        json.WriteBoolean("validate"u8, settings.ValidateItems);
        json.WriteBoolean("redact"u8, settings.Redact);
        json.WriteEndObject();
    }

    /// <summary>What narrows down: whoever reads the summary must see what was not asked for.</summary>
    private static void WriteSelection(Utf8JsonWriter json, CollectSettings settings)
    {
        var selection = settings.Selection;
        json.WriteTexts("types"u8, settings.Types.Concat(selection.Included));
        json.WriteTexts("excludedTypes"u8, selection.Excluded);
        json.WriteBoolean("children"u8, selection.Children);
        json.WriteTexts("labels"u8, selection.Labels);
        WriteText(json, "filter"u8, selection.Filter);
        json.WriteTexts("locations"u8, settings.Locations);
        WriteText(json, "catalog"u8, selection.CatalogFile);
        WriteText(json, "retryIncomplete"u8, settings.Completeness.RetryIncomplete);
    }

    private static void WriteMemory(Utf8JsonWriter json, CollectionSummary summary)
    {
        var memory = summary.Memory;
        json.WriteStartObject("memory"u8);
        json.WriteNumber("peakBytes"u8, memory.PeakBytes);
        json.WriteNumber("averageBytes"u8, memory.AverageBytes);
        json.WriteNumber("minimumBytes"u8, memory.MinimumBytes);
        json.WriteNumber("samples"u8, memory.Samples);
        json.WriteNumber("highWaterBytes"u8, memory.HighWaterBytes);
        json.WriteNumber("containerHighWaterBytes"u8, memory.ContainerHighWaterBytes);
        json.WriteNumber("containerOomKills"u8, memory.ContainerOomKills);
        json.WriteNumberOrNull("limitBytes"u8, memory.LimitBytes > 0 ? memory.LimitBytes : null);
        WriteText(json, "limitSource"u8, memory.LimitSource);
        json.WriteEndObject();
    }

    private static void WriteGc(Utf8JsonWriter json, CollectionSummary summary)
    {
        var gc = summary.Gc;
        json.WriteStartObject("gc"u8);
        json.WriteNumber("gen0"u8, gc.Gen0);
        json.WriteNumber("gen1"u8, gc.Gen1);
        json.WriteNumber("gen2"u8, gc.Gen2);
        json.WriteNumber("policyCollections"u8, summary.Governor.PolicyCollections);
        json.WriteNumber("allocatedBytes"u8, gc.AllocatedBytes);
        json.WriteNumber("pauseSeconds"u8, Math.Round(gc.Pause.TotalSeconds, 6));
        json.WriteEndObject();
    }

    private static void WriteGovernor(Utf8JsonWriter json, GovernorStatistics governor) =>
        json.WriteObject("governor"u8, json =>
        {
            json.WriteNumber("checks"u8, governor.Checks);
            json.WriteNumber("checkSeconds"u8, Math.Round(governor.CheckTime.TotalSeconds, 6));
            json.WriteNumber("elevatedSeconds"u8, Math.Round(governor.TimeElevated.TotalSeconds, 3));
            json.WriteNumber("criticalSeconds"u8, Math.Round(governor.TimeCritical.TotalSeconds, 3));
            json.WriteNumber("exhaustedSeconds"u8, Math.Round(governor.TimeExhausted.TotalSeconds, 3));
            json.WriteNumber("pressureCollections"u8, governor.PressureCollections);
            json.WriteNumber("reclaimSeconds"u8, Math.Round(governor.ReclaimTime.TotalSeconds, 6));
            json.WriteNumber("reclaimedBytes"u8, governor.ReclaimedBytes);
            json.WriteNumber("pauses"u8, governor.Pauses);
            json.WriteNumber("pauseSeconds"u8, Math.Round(governor.PauseTime.TotalSeconds, 3));
            json.WriteNumber("refusedReservations"u8, governor.RefusedReservations);
        });

    private static void WriteHttp(Utf8JsonWriter json, CollectionSummary summary)
    {
        json.WriteStartObject("http"u8);
        json.WriteNumber("requests"u8, summary.Requests);
        json.WriteNumber("retries"u8, summary.Retries);
        json.WriteNumber("waitSeconds"u8, Math.Round(summary.Waited.TotalSeconds, 3));
        json.WriteNumber("bytes"u8, summary.BytesRead);
        json.WriteEndObject();
    }

    private static void WriteTypes(Utf8JsonWriter json, CollectionSummary summary) =>
        json.WriteObjects("types"u8, summary.Types, static (json, type) =>
        {
            json.WriteString("collection"u8, type.Collection);
            json.WriteTexts("assetTypes"u8, type.AssetTypes);
            json.WriteNumber("resources"u8, type.Resources);
            json.WriteNumber("errors"u8, type.Errors);
            json.WriteStartObject("states"u8);
            foreach (var state in Enum.GetValues<ScopeState>().Where(state => type.Scopes(state) > 0))
            {
                json.WriteNumber(state.ToJsonName(), type.Scopes(state));
            }

            json.WriteEndObject();
        });

    /// <summary>The guide's "profiling to find the bottleneck": the five types that needed most memory.</summary>
    private static void WriteProfile(Utf8JsonWriter json, CollectionSummary summary) =>
        json.WriteObjects("memoryProfile"u8, summary.HungriestTypes, static (json, type) =>
        {
            json.WriteString("collection"u8, type.Collection);
            json.WriteNumber("payloadBytes"u8, type.PayloadBytes);
            json.WriteNumber("elapsedSeconds"u8, Math.Round(type.Elapsed.TotalSeconds, 3));
            json.WriteNumber("peakBytes"u8, type.PeakBytes);
            json.WriteNumber("peakGrowthBytes"u8, type.PeakGrowthBytes);
            json.WriteNumber("collections"u8, type.Collections);
            json.WriteNumber("allocatedBytes"u8, type.AllocatedBytes);
            json.WriteBoolean("shared"u8, type.IsShared);
        });

    private static void WriteIncomplete(Utf8JsonWriter json, CollectionSummary summary)
    {
        json.WriteObjects("incomplete"u8, summary.Incomplete, static (json, scope) =>
        {
            WriteText(json, "project"u8, scope.Project);
            if (scope.Parent is { } parent)
            {
                json.WriteString("parent"u8, parent);
            }

            WriteText(json, "assetType"u8, scope.AssetType);
            WriteText(json, "location"u8, scope.Location);
            json.WriteString("state"u8, scope.State.ToJsonName());
            json.WriteString("reason"u8, scope.Reason);
        });
        json.WriteNumber("incompleteOmitted"u8, summary.IncompleteOmitted);
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value) => json.WriteString(name, value);

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
