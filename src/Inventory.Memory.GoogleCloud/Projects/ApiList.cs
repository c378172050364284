using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Inventory.Memory.GoogleCloud.Http;
using Inventory.Memory.GoogleCloud.Listing;
using Inventory.Memory.Json;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Projects;

/// <summary>
/// A list of small things, such as projects: read a page at a time, so that neither a connection nor a buffer is held
/// while what was found is collected. Through the same page loop as resources: its transport, retries and bounds, and what
/// was given on one page is not given again on the next.
/// </summary>
/// <remarks>Between pages it holds a hash for each of a page's names. Not safe for concurrent use.</remarks>
internal sealed class ApiList<T> : IPageItems, IAsyncDisposable
    where T : class
{
    /// <summary>The API's pages are smaller; a page beyond this is no list of projects.</summary>
    private const int MaxItems = 10_000;

    private readonly Uri _endpoint;
    private readonly string _subject;
    private readonly string _path;
    private readonly int _pageSize;
    private readonly string _itemsPath;
    private readonly Func<ReadOnlyMemory<byte>, T?> _take;
    private readonly PageReader _pages;
    private readonly AnswerNotices _missing = new(static _ => false);
    private List<T> _items = [];
    private T? _found;
    private long _read;
    private long _unreadable;
    private long _firstUnreadable;

    /// <param name="context">What the provider shares.</param>
    /// <param name="subject">Whose list it is, as messages name it.</param>
    /// <param name="service">The API, such as <c>cloudresourcemanager</c>.</param>
    /// <param name="path">Path and query, but for page size and token.</param>
    /// <param name="pageSize">The most items of a page.</param>
    /// <param name="itemsPath">The property that holds the items.</param>
    /// <param name="take">Makes a thing of an item, whose text tells it from the others; null: it is not wanted. What it throws of a wrong item's shape is part of the list's failure.</param>
    public ApiList(ListContext context, string subject, string service, string path, int pageSize, string itemsPath, Func<ReadOnlyMemory<byte>, T?> take)
    {
        (_subject, _path, _pageSize, _itemsPath, _take) = (subject, path, pageSize, itemsPath, take);
        _endpoint = Endpoint.For(context.Options, service);
        var call = new ApiCall(subject, string.Create(CultureInfo.InvariantCulture, $"{_endpoint.Host}:{_endpoint.Port}"));
        _pages = new PageReader(context, call, AnswerShapes.For(itemsPath), new JsonItemReaderOptions(), this, null);
    }

    /// <summary>Whether there is no page to read any more.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Reads the next page; what goes wrong is part of it, and ends the list.</summary>
    /// <param name="cancellationToken">To be obeyed at once.</param>
    public async ValueTask<ApiPage<T>> ReadAsync(CancellationToken cancellationToken)
    {
        _items = [];
        ScopeFailedException? failure = null;
        try
        {
            while (await _pages.ReadAsync(_pageSize, looksAhead: false, cancellationToken).ConfigureAwait(false) is var step && step != JsonStep.End)
            {
                Add(step);
            }

            IsAtEnd = !_pages.EndPage();
        }
        catch (ScopeFailedException stopped)
        {
            (IsAtEnd, failure) = (true, stopped);
        }

        _pages.ReturnBuffer();
        return new ApiPage<T>(_items, failure ?? (IsAtEnd ? WhatIsMissing() : null));
    }

    public ValueTask DisposeAsync() => _pages.DisposeAsync();

    Uri IPageItems.Address(int pageSize, string? pageToken) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{_endpoint}{_path}&pageSize={pageSize}&prettyPrint=false{(pageToken is null ? "" : $"&pageToken={Uri.EscapeDataString(pageToken)}")}"));

    bool IPageItems.TryTake(out ulong identity)
    {
        _found = Take(_pages.Json.Value);
        identity = _found is null ? 0 : Hash(_found.ToString()!, 0) | ((ulong)Hash(_found.ToString()!, 1) << 32);
        return _found is not null;
    }

    private T? Take(ReadOnlyMemory<byte> json)
    {
        _read++;
        try
        {
            return _take(json);
        }
        catch (Exception failure) when (failure is InvalidOperationException or KeyNotFoundException or FormatException or JsonException)
        {
            AddUnreadable();
            return null;
        }
    }

    private void Add(JsonStep step)
    {
        switch (step)
        {
            case JsonStep.Item when _items.Count == MaxItems:
                throw Incomplete($"a page has more than {MaxItems}");
            case JsonStep.Item:
                _items.Add(_found!);
                break;
            case JsonStep.SkippedItem:
                _read++;
                AddUnreadable();
                break;
            default:
                AddNotice();
                break;
        }
    }

    private void AddUnreadable()
    {
        _unreadable++;
        _firstUnreadable = _unreadable == 1 ? _read : _firstUnreadable;
    }

    private void AddNotice()
    {
        var value = _pages.Json.Value.Span;
        switch (_pages.Json.NoticeIndex)
        {
            case Notices.Error:
                break;
            case Notices.Warning:
                _missing.AddWarning(value, null);
                break;
            case Notices.Warnings:
                _missing.AddWarnings(value, static _ => true);
                break;
            default:
                _missing.AddUnreachable(value, Notices.Name(_pages.Json.NoticeIndex));
                break;
        }
    }

    /// <summary>What is missing of a list that has come to its end: the rest was found.</summary>
    private ScopeFailedException? WhatIsMissing() =>
        _unreadable > 0 ? Incomplete(string.Create(CultureInfo.InvariantCulture, $"{_unreadable} of them cannot be read, the first is number {_firstUnreadable}"))
        : _missing.TryTake(out var notice) ? Incomplete(notice!.Message)
        : null;

    private ScopeFailedException Incomplete(string why) =>
        new(ScopeState.Partial, "listIncomplete", $"{_endpoint.Host} did not answer with all of the {_itemsPath} of '{_subject}': {why}.");

    private static uint Hash(string text, int salt)
    {
        var hash = default(HashCode);
        hash.Add(salt);
        hash.AddBytes(MemoryMarshal.AsBytes(text.AsSpan()));
        return (uint)hash.ToHashCode();
    }
}
