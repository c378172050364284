using System.Text.Json;
using Inventory.Memory.GoogleCloud.Listing;

namespace Inventory.Memory.GoogleCloud.Projects;

/// <summary>Which of the projects that were found are wanted: by state and labels.</summary>
internal sealed class ProjectFilter
{
    private readonly (string Key, string? Value)[] _labels;
    private readonly string[] _states;

    /// <exception cref="ArgumentException">A label or a state is not well formed.</exception>
    public ProjectFilter(IReadOnlyList<string> labels, IReadOnlyList<string> states)
    {
        _labels = [.. labels.Select(Parse)];
        _states = states.Count > 0 ? [.. states.Select(state => Check(state.ToUpperInvariant(), state, "state", "ACTIVE"))] : ["ACTIVE"];
    }

    /// <summary>Whether projects that are about to be deleted are wanted: lists leave them out otherwise.</summary>
    public bool WantsDeleted => _states.Contains("DELETE_REQUESTED");

    /// <summary>What <c>projects.search</c> can be told of it, as a part of the query.</summary>
    public string Query => Uri.EscapeDataString(string.Join(' ', _labels
        .Select(label => $"labels.{label.Key}:{label.Value ?? "*"}")
        .Concat(_states.Length == 1 ? [$"state:{_states[0]}"] : [])));

    /// <summary>The id and the number of a project that is wanted; null for another.</summary>
    /// <param name="json">A project as Resource Manager answers it.</param>
    /// <exception cref="Exception">It is not one: of the kinds that <see cref="JsonElement"/> throws, or <see cref="FormatException"/>.</exception>
    public ProjectNames? Take(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var project = document.RootElement;
        if (!HasState(project) || !HasLabels(project))
        {
            return null;
        }

        return project.GetProperty("projectId").GetString() is { Length: > 0 } id
            ? new ProjectNames(id, ProjectNames.NumberIn(Text(project, "name")))
            : throw new FormatException("A project without an id.");
    }

    /// <summary>One without a state is active, as a folder is: it can be asked, and says what it is then.</summary>
    private bool HasState(JsonElement project) =>
        _states.Contains(project.TryGetProperty("state", out var state) && state.ValueKind != JsonValueKind.Null ? state.GetString() : "ACTIVE");

    private bool HasLabels(JsonElement project)
    {
        if (_labels.Length == 0)
        {
            return true;
        }

        return project.TryGetProperty("labels", out var labels) && labels.ValueKind != JsonValueKind.Null
            && Array.TrueForAll(_labels, label => Text(labels, label.Key) is { } value && (label.Value is null || label.Value == value));
    }

    private static (string Key, string? Value) Parse(string label)
    {
        var at = label.IndexOf('=', StringComparison.Ordinal);
        var (key, value) = at < 0 ? (label, null) : (label[..at], label[(at + 1)..]);
        return (Check(key, label, "label", "env=prod"), value is null or "" ? value : Check(value, label, "label", "env=prod"));
    }

    /// <summary>Only what labels and states may have: nothing that would change the meaning of a query.</summary>
    private static string Check(string text, string whole, string what, string example) =>
        text.Length > 0 && text.All(character => char.IsLetterOrDigit(character) || character is '_' or '-')
            ? text
            : throw new ArgumentException($"The project {what} '{whole}' cannot be used. Write it as {example}.", (string?)null);

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
