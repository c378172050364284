using System.Buffers;
using System.Text;
using Inventory.Memory.GoogleCloud.Emulator.Estates;
using Inventory.Memory.GoogleCloud.Emulator.Faults;
using Inventory.Memory.GoogleCloud.Emulator.Json;

namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>Writes one page of a list as Compute does, or as the other services do.</summary>
internal sealed partial class PageRenderer(
    ListCall call,
    ListParameters parameters,
    ResourceList list,
    HashSet<string> unreachable,
    EmulatorFault? fault,
    JsonEmitter json)
{
    /// <summary>Far more than any reader of JSON accepts by default.</summary>
    private const int NestedLevels = 1000;

    private readonly ArrayBufferWriter<byte> _scratch = new(4096);
    private readonly PageContent _content = PageContent.Of(list, parameters, parameters.Position.Index - Back(parameters, fault));
    private bool _oddItemPending = fault?.Kind is FaultKind.HugeItem or FaultKind.DeepNesting;

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        await (call.IsCompute ? WriteComputePageAsync(cancellationToken) : WriteServicePageAsync(cancellationToken)).ConfigureAwait(false);
        if (json.Pretty)
        {
            json.Output.WriteByte((byte)'\n');
        }

        await json.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteComputePageAsync(CancellationToken cancellationToken)
    {
        json.Start((byte)'{');
        Property("kind"u8, Kinds.List(call.Entry, call.Kind));
        Property("id"u8, call.Id);
        if (Selects("items"u8, out var items))
        {
            await (call.IsAggregated ? WriteScopesAsync(items, cancellationToken) : WriteItemsAsync(items, cancellationToken))
                .ConfigureAwait(false);
        }

        if (NextToken() is { } token)
        {
            Property("nextPageToken"u8, token);
        }

        Property("selfLink"u8, call.SelfLink);
        WriteUnreachables();
        json.End((byte)'}');
    }

    private bool Selects(ReadOnlySpan<byte> name, out FieldMask? below)
    {
        below = null;
        return parameters.Fields is null || parameters.Fields.TrySelect(name, out below);
    }

    private void Property(ReadOnlySpan<byte> name, string value)
    {
        if (Selects(name, out _))
        {
            json.Property(name, value);
        }
    }

    private string? NextToken()
    {
        if (fault?.Kind == FaultKind.RepeatedPageToken)
        {
            return parameters.Position.ToToken(call.Id);
        }

        var end = _content.End + Back(parameters, fault);
        return end < list.Count ? new PagePosition(end, parameters.Position.Page + 1).ToToken(call.Id) : null;
    }

    private static int Back(ListParameters parameters, EmulatorFault? fault) =>
        fault?.Kind == FaultKind.DuplicatePage && parameters.Filter is null && parameters.Position.Page > 0 ? parameters.MaxResults : 0;

    private async Task WriteItemsAsync(FieldMask? mask, CancellationToken cancellationToken)
    {
        // An empty list has no items at all, not an empty array.
        if (!_content.Any(0, list.Count) && !_oddItemPending)
        {
            return;
        }

        json.Name("items"u8);
        json.Start((byte)'[');
        await WriteRangeAsync(0, 0, list.Count, mask, cancellationToken).ConfigureAwait(false);
        json.End((byte)']');
    }

    private async Task WriteScopesAsync(FieldMask? mask, CancellationToken cancellationToken)
    {
        json.Name("items"u8);
        json.Start((byte)'{');
        for (var scope = 0; scope < list.Scopes.Count; scope++)
        {
            var key = list.Scopes[scope].Key;
            FieldMask? below = null;
            if (mask is null || mask.TrySelect(Encoding.UTF8.GetBytes(key), out below))
            {
                json.Name(key);
                await WriteScopeAsync(scope, key, below, cancellationToken).ConfigureAwait(false);
            }
        }

        json.End((byte)'}');
    }

    private async Task WriteScopeAsync(int scope, string key, FieldMask? mask, CancellationToken cancellationToken)
    {
        var (from, to) = (list.Start(scope), list.End(scope));
        var isUnreachable = unreachable.Contains(key);
        json.Start((byte)'{');
        if (_content.Any(from, to) && !isUnreachable)
        {
            FieldMask? below = null;
            if (mask is null || mask.TrySelect(Encoding.UTF8.GetBytes(call.Segment), out below))
            {
                json.Name(call.Segment);
                json.Start((byte)'[');
                await WriteRangeAsync(scope, from, to, below, cancellationToken).ConfigureAwait(false);
                json.End((byte)']');
            }
        }
        else if (mask is null || mask.TrySelect("warning"u8, out _))
        {
            WriteWarning(key, isUnreachable);
        }

        json.End((byte)'}');
    }

    private void WriteWarning(string scope, bool isUnreachable)
    {
        json.Name("warning"u8);
        json.Start((byte)'{');
        json.Property("code"u8, isUnreachable ? "UNREACHABLE" : "NO_RESULTS_ON_PAGE");
        json.Property("message"u8, isUnreachable
            ? $"The scope '{scope}' could not be reached."
            : $"There are no results for scope '{scope}' on this page.");
        json.Name("data"u8);
        json.Start((byte)'[');
        json.Start((byte)'{');
        json.Property("key"u8, "scope");
        json.Property("value"u8, scope);
        json.End((byte)'}');
        json.End((byte)']');
        json.End((byte)'}');
    }

    private async Task WriteRangeAsync(int scope, long from, long to, FieldMask? mask, CancellationToken cancellationToken)
    {
        if (_oddItemPending)
        {
            _oddItemPending = false;
            await WriteOddItemAsync(list.Scopes[scope], cancellationToken).ConfigureAwait(false);
        }

        foreach (var index in _content.Between(from, to))
        {
            WriteItem(index, scope, mask);
            if (json.Output.ShouldFlush)
            {
                await json.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private void WriteItem(long index, int scope, FieldMask? mask)
    {
        if (!json.Pretty && mask is null)
        {
            json.BeginRaw();
            list.CopyTo(index, scope, json.Output);
            return;
        }

        _scratch.ResetWrittenCount();
        list.CopyTo(index, scope, _scratch);
        JsonReformatter.Copy(_scratch.WrittenSpan, json, mask);
    }

    private async Task WriteOddItemAsync(ScopeName scope, CancellationToken cancellationToken)
    {
        var isHuge = fault!.Kind == FaultKind.HugeItem;
        var name = isHuge ? "huge-item" : "deep-item";
        var place = scope.Key.Length > 0 ? $"{scope.Key}/{call.Segment}" : call.Segment;
        var link = $"https://www.googleapis.com/{call.Entry.Service.BasePath}projects/{call.Project}/{place}/{name}";
        var head = $$"""{"kind":"{{Kinds.Item(call.Entry)}}","id":"1","name":"{{name}}","selfLink":"{{link}}","description":""";
        json.BeginRaw();
        json.Output.Write(Encoding.UTF8.GetBytes(head));
        if (!isHuge)
        {
            json.Output.Write(Encoding.UTF8.GetBytes(string.Concat(new string('[', NestedLevels), new string(']', NestedLevels), "}")));
            return;
        }

        json.Output.WriteByte((byte)'"');
        for (var left = fault.ItemBytes - head.Length - 3; left > 0;)
        {
            var span = json.Output.GetSpan(1);
            var count = (int)Math.Min(left, span.Length);
            span[..count].Fill((byte)'x');
            json.Output.Advance(count);
            left -= count;
            if (json.Output.ShouldFlush)
            {
                await json.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        json.Output.Write("\"}"u8);
    }

    private void WriteUnreachables()
    {
        // Without returnPartialSuccess Compute only tells of it in the scope's warning.
        if (unreachable.Count == 0 || !call.IsAggregated || !parameters.PartialSuccess || !Selects("unreachables"u8, out _))
        {
            return;
        }

        json.Name("unreachables"u8);
        json.Start((byte)'[');
        foreach (var scope in unreachable.Order(StringComparer.Ordinal))
        {
            json.Value($"projects/{call.Project}/{scope}");
        }

        json.End((byte)']');
    }
}
