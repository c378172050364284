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
    public void SetName(ResourceItem item, Place place)
    {
        if (_composer is not null)
        {
            _composer.SetName(item, place.Location);
            return;
        }

        // The host and the selfLink from projects/ or its list on, as bytes; without a selfLink, scope and name.
        var link = Get(ListPlan.SelfLink);
        var start = link.IsEscaped ? -1 : link.Raw.Span.IndexOf(_linkStartBytes);
        if (start >= 0)
        {
            item.SetName(_hostPrefix, link.Raw[(start + 1)..]);
        }
        else if (!link.IsEscaped && ShortName() is { IsEscaped: false } name)
        {
            item.SetName(place.NamePrefix, name.Raw);
        }
        else
        {
            item.SetName(GetText(place));
        }
    }

    /// <summary>The name of the item that the reader has found, or skipped, as text: for what is rare.</summary>
    public string GetText(Place place)
    {
        if (_composer is not null)
        {
            return _composer.GetText(place.Location);
        }

        var text = Get(ListPlan.SelfLink).ToString();
        var start = text.IndexOf(_linkStart, StringComparison.Ordinal);
        return start >= 0 ? $"//{_host}/{text.AsSpan(start + 1)}" : $"{Encoding.UTF8.GetString(place.NamePrefix.Span)}{ShortName()}";
    }

    private PropertyText ShortName() => Get(ListPlan.Name) is { IsPresent: true } named ? named : Get(ListPlan.Id);

    private PropertyText Get(int property) => _plan.Properties.Get(_reader, property);
}
