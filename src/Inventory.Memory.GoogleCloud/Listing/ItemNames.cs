using System.Text;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.Json;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>The full names of the items of one call: by the catalog's template, or from their selfLinks.</summary>
/// <remarks>No allocation per item. Not safe for concurrent use.</remarks>
internal sealed class ItemNames
{
    private readonly ListPlan _plan;
    private readonly JsonItemReader _reader;
    private readonly string _host;
    private readonly byte[] _hostPrefix;

    /// <summary>What of a selfLink the name begins with, after a slash.</summary>
    private readonly string _linkStart;
    private readonly byte[] _linkStartBytes;
    private readonly NameComposer? _composer;

    public ItemNames(ListPlan plan, JsonItemReader reader, string project, string parent)
    {
        (_plan, _reader) = (plan, reader);
        _host = plan.Entry.Service.NameHost ?? plan.Entry.Service.Host;
        _hostPrefix = Encoding.UTF8.GetBytes($"//{_host}/");
        _linkStart = plan.Kind.IsNode() ? $"/{ResourceNames.ListOf(plan.Entry, plan.Kind, parent)}/" : "/projects/";
        _linkStartBytes = Encoding.UTF8.GetBytes(_linkStart);
        _composer = plan.NamePlan is { } template ? new NameComposer(template, _host, project, parent, property => plan.Properties.Get(reader, property)) : null;
    }

    /// <summary>Names the item that the reader has found.</summary>
    /// <returns>Why it cannot be named; null when it is.</returns>
    public string? SetName(ResourceItem item, Place place)
    {
        if (_composer is not null)
        {
            return _composer.SetName(item, place.Location);
        }

        // The host and the selfLink from projects/ or its list on, as bytes; without a selfLink, scope and name.
        var link = Get(ListPlan.SelfLink);
        var start = link.IsEscaped ? -1 : link.Raw.Span.IndexOf(_linkStartBytes);
        if (start >= 0)
        {
            item.SetName(_hostPrefix, link.Raw[(start + 1)..]);
            return ItemProblem.OfName(link.Raw.Length - start);
        }

        if (!link.IsEscaped && ShortName() is { IsEscaped: false } name)
        {
            item.SetName(place.NamePrefix, name.Raw);
            return ItemProblem.OfName(name.Raw.Length);
        }

        var problem = FindProblem(out var text, place);
        item.SetName(text);
        return problem;
    }

    /// <summary>The name of the item that the reader has found, or skipped, as text: for what is rare. Null where it cannot be named.</summary>
    public string? GetText(Place place)
    {
        if (_composer is not null)
        {
            return _composer.GetText(place.Location);
        }

        return FindProblem(out var text, place) is null ? text : null;
    }

    /// <summary>The name as text, or why there is none.</summary>
    private string? FindProblem(out string text, Place place)
    {
        text = "";
        var (link, name) = (Get(ListPlan.SelfLink), ShortName());
        if (ItemProblem.OfName(Math.Max(link.Raw.Length, name.Raw.Length)) is { } problem)
        {
            return problem;
        }

        if (!link.TryGetText(out var linkText) || !name.TryGetText(out var nameText))
        {
            return ItemProblem.NameIsNoText;
        }

        var start = linkText.IndexOf(_linkStart, StringComparison.Ordinal);
        text = start >= 0 ? $"//{_host}/{linkText.AsSpan(start + 1)}" : $"{Encoding.UTF8.GetString(place.NamePrefix.Span)}{nameText}";
        return start < 0 && nameText.Length == 0 ? ItemProblem.NoName : null;
    }

    private JsonField ShortName() => Get(ListPlan.Name) is { IsPresent: true } named ? named : Get(ListPlan.Id);

    private JsonField Get(int property) => _plan.Properties.Get(_reader, property);
}
