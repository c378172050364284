using System.Buffers;
using System.Text.Json;
using Inventory.Memory.GoogleCloud.Emulator.Estates;

namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>Which resources of a list are on a page: all from its first one to its end, or those of them that a filter takes.</summary>
internal sealed class PageContent
{
    private readonly long _first;
    private readonly List<long>? _taken;

    private PageContent(long first, long end, List<long>? taken) => (_first, End, _taken) = (first, end, taken);

    /// <summary>The first resource behind the page.</summary>
    public long End { get; }

    public static PageContent Of(ResourceList list, ListParameters parameters, long first)
    {
        var start = Math.Max(0, first);
        return parameters.Filter is { } filter
            ? Filtered(list, filter, start, parameters.MaxResults)
            : new PageContent(start, Math.Min(list.Count, first + parameters.MaxResults), null);
    }

    public bool Any(long from, long to) => Between(from, to).Any();

    /// <summary>Those of the page from one resource up to, and without, another.</summary>
    public IEnumerable<long> Between(long from, long to)
    {
        if (_taken is null)
        {
            for (var index = Math.Max(_first, from); index < Math.Min(End, to); index++)
            {
                yield return index;
            }

            yield break;
        }

        var at = _taken.BinarySearch(from);
        for (at = at < 0 ? ~at : at; at < _taken.Count && _taken[at] < to; at++)
        {
            yield return _taken[at];
        }
    }

    /// <summary>Goes on until the page is full: the token behind it is where it stopped, so that each resource is looked at once.</summary>
    private static PageContent Filtered(ResourceList list, ListFilter filter, long first, int most)
    {
        List<long> taken = [];
        var json = new ArrayBufferWriter<byte>(4096);
        for (var scope = 0; scope < list.Scopes.Count; scope++)
        {
            for (var index = Math.Max(first, list.Start(scope)); index < list.End(scope); index++)
            {
                if (taken.Count == most)
                {
                    return new PageContent(first, index, taken);
                }

                json.ResetWrittenCount();
                list.CopyTo(index, scope, json);
                using var resource = JsonDocument.Parse(json.WrittenMemory);
                if (filter.Takes(resource.RootElement))
                {
                    taken.Add(index);
                }
            }
        }

        return new PageContent(first, list.Count, taken);
    }
}
