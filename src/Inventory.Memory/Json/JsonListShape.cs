using System.Text;
using Inventory.Memory.Json.Scanning;

namespace Inventory.Memory.Json;

/// <summary>Where a list answer keeps its items, its page token and what it says of itself. Immutable.</summary>
public sealed class JsonListShape
{
    /// <summary>Describes a list answer.</summary>
    /// <param name="itemsPath">
    /// The property that holds the array of items, such as <c>items</c>; a path is written with dots or slashes, and
    /// <c>*</c> stands for every property of an object: <c>items/*/instances</c>.
    /// </param>
    /// <exception cref="ArgumentException">The path is empty, has an empty part, or ends in <c>*</c>.</exception>
    public JsonListShape(string itemsPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(itemsPath);
        ItemsPath = itemsPath;
        Parts = [.. Split(itemsPath)];
        if (Parts[^1] is null || Array.IndexOf(Parts, null) != Array.LastIndexOf(Parts, null))
        {
            throw new ArgumentException($"The items path '{itemsPath}' must end in a name and may have one '*'.", nameof(itemsPath));
        }
    }

    /// <summary>The path to the array of items, as given.</summary>
    public string ItemsPath { get; }

    /// <summary>The path to the token of the next page; null where the answer has none. Default <c>nextPageToken</c>.</summary>
    public string? NextPageTokenPath
    {
        get;
        init
        {
            field = value;
            TokenParts = value is null ? [] : [.. Split(value).Select(part => part ?? "*"u8.ToArray())];
        }
    } = "nextPageToken";

    /// <summary>
    /// Properties whose values are handed out whole as notices: warnings, unreachable locations, an error. Looked for
    /// at the top of the answer and in each object that a <c>*</c> of the items path stands for.
    /// </summary>
    public IReadOnlyList<string> Notices
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
            NoticeNames = [.. value.Select(Encoding.UTF8.GetBytes)];
        }
    } = [];

    /// <summary>
    /// Other properties at the top by which an answer is known as a list, such as <c>kind</c>. Where any are given, an
    /// answer that has properties, but neither these nor any other of the shape, is malformed and no empty list; <c>{}</c> is
    /// one. None by default: any object is a list.
    /// </summary>
    public IReadOnlyList<string> KnownProperties
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
            KnownNames = [.. value.Select(Encoding.UTF8.GetBytes)];
        }
    } = [];

    /// <summary>Top-level properties of an item whose values are noted while it is read.</summary>
    public IReadOnlyList<string> Fields
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
            FieldNames = [.. value.Select(Encoding.UTF8.GetBytes)];
            QuotedFieldNames = [.. FieldNames.Select(name => (byte[])[(byte)'"', .. name, (byte)'"'])];
        }
    } = [];

    /// <summary>The items path in UTF-8; null stands for <c>*</c>.</summary>
    internal byte[]?[] Parts { get; }

    internal byte[][] TokenParts { get; private init; } = ["nextPageToken"u8.ToArray()];

    internal byte[][] NoticeNames { get; private init; } = [];

    internal byte[][] KnownNames { get; private init; } = [];

    internal byte[][] FieldNames { get; private init; } = [];

    /// <summary>The fields' names as they stand in JSON; made once, for each scope has a reader of its own.</summary>
    internal byte[][] QuotedFieldNames { get; private init; } = [];

    private static IEnumerable<byte[]?> Split(string path)
    {
        foreach (var part in path.Split('/', '.'))
        {
            yield return part.Length == 0
                ? throw new ArgumentException($"The path '{path}' has an empty part.", nameof(path))
                : part == "*" ? null : Encoding.UTF8.GetBytes(part);
        }
    }
}
