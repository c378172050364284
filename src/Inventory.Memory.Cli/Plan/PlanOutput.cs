using System.Globalization;
using System.Text.Json;
using Inventory.Memory.Cli.Output;

namespace Inventory.Memory.Cli.Plan;

/// <summary>A plan on standard output, an entry a line, as it is found.</summary>
internal abstract class PlanOutput
{
    public static PlanOutput Create(bool json) => json ? new JsonOutput() : new TextOutput();

    public abstract void Write(PlanEntry entry);

    public abstract void End(PlanTotals totals);

    private sealed class TextOutput : PlanOutput
    {
        private bool _begun;

        public override void Write(PlanEntry entry)
        {
            if (!_begun)
            {
                _begun = true;
                WriteLine("PROJECT", "COLLECTION", "SCOPES", "");
            }

            var state = entry.Problem is { } problem ? $"{problem.State.ToJsonName()} ({problem.Reason})" : "";
            WriteLine(entry.Source.Project ?? entry.Source.Parent ?? "-", entry.Source.Collection, entry.Scopes.ToString(CultureInfo.InvariantCulture), state);
        }

        public override void End(PlanTotals totals) => Console.Out.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{totals.Projects} projects, {totals.Types} types, {totals.Scopes} scopes: {totals.Scopes} requests at least")
            + string.Create(CultureInfo.InvariantCulture, $"{(totals.Disabled > 0 ? $", {totals.Disabled} lists disabled" : "")}{(totals.Missing > 0 ? $", {totals.Missing} failures" : "")}"));

        private static void WriteLine(string project, string collection, string scopes, string state) =>
            Console.Out.WriteLine(Progress.TerminalText.Clean($"{project,-30}  {collection,-44}  {scopes,6}  {state}".TrimEnd()));
    }

    private sealed class JsonOutput : PlanOutput
    {
        private readonly Stream _output = Console.OpenStandardOutput();

        public override void Write(PlanEntry entry) => WriteLine(json =>
        {
            json.WriteString("project"u8, entry.Source.Project);
            if (entry.Source.Parent is { } parent)
            {
                json.WriteString("parent"u8, parent);
            }

            json.WriteString("collection"u8, entry.Source.Collection);
            json.WriteTexts("assetTypes"u8, entry.Source.AssetTypes);
            json.WriteNumber("scopes"u8, entry.Scopes);
            json.WriteNumber("requestsAtLeast"u8, entry.Scopes);
            json.WriteString("state"u8, entry.State is { } state ? state.ToJsonName() : null);
            json.WriteString("reason"u8, entry.Problem?.Reason);
        });

        public override void End(PlanTotals totals) => WriteLine(json => json.WriteObject("total"u8, json =>
        {
            json.WriteNumber("projects"u8, totals.Projects);
            json.WriteNumber("types"u8, totals.Types);
            json.WriteNumber("scopes"u8, totals.Scopes);
            json.WriteNumber("requestsAtLeast"u8, totals.Scopes);
            json.WriteNumber("disabled"u8, totals.Disabled);
            json.WriteNumber("failures"u8, totals.Missing);
        }));

        private void WriteLine(Action<Utf8JsonWriter> write)
        {
            using (var json = new Utf8JsonWriter(_output))
            {
                json.WriteStartObject();
                write(json);
                json.WriteEndObject();
            }

            _output.WriteByte((byte)'\n');
        }
    }
}
