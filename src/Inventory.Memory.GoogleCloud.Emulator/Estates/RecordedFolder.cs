using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Emulator.Estates;

/// <summary>Reads a folder of recorded resources once, and keeps where each one stands.</summary>
internal sealed class RecordedFolder(string folder, GoogleCatalog catalog)
{
    /// <summary>Reasons kept one by one; the rest is counted.</summary>
    private const int MaxOmitted = 10_000;

    private readonly HashSet<UInt128> _seen = [];
    private int _unlisted;

    public List<string> Files { get; } = [];

    public List<OmittedResource> Omitted { get; } = [];

    public Dictionary<(string Project, CatalogEntry Entry), Dictionary<ScopeName, List<RecordedItem>>> Items { get; } = [];

    public void Read()
    {
        foreach (var path in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            ReadFile(path);
        }

        if (_unlisted > 0)
        {
            Omitted.Add(new OmittedResource(folder, 0, string.Create(CultureInfo.InvariantCulture, $"{_unlisted} more resources, for reasons such as those above")));
        }
    }

    private void ReadFile(string path)
    {
        const string Extension = ".ndjson";
        var name = Path.GetFileName(path);
        if (!name.EndsWith(Extension, StringComparison.Ordinal))
        {
            Omit(name, 0, "not an NDJSON file");
            return;
        }

        if (CollectionNames.Find(name[..^Extension.Length], catalog) is not { } entry)
        {
            Omit(name, 0, $"'{name[..^Extension.Length]}' is no list method of the catalog");
            return;
        }

        Files.Add(path);
        using var stream = File.OpenRead(path);
        foreach (var (number, offset, bytes) in NdjsonLines.Read(stream))
        {
            Add(entry, name, number, new RecordedItem(Files.Count - 1, bytes.Length, offset), bytes.Span);
        }
    }

    private void Add(CatalogEntry entry, string file, int line, RecordedItem item, ReadOnlySpan<byte> json)
    {
        if (!TryReadSelfLink(json, out var selfLink, out var reason)
            || RecordedPlace.TryRead(selfLink, entry, out reason) is not { } place)
        {
            Omit(file, line, reason);
            return;
        }

        if (!_seen.Add(Fingerprint(place, entry, selfLink!)))
        {
            Omit(file, line, $"'{selfLink}' was there before");
            return;
        }

        if (!Items.TryGetValue((place.Project, entry), out var scopes))
        {
            Items[(place.Project, entry)] = scopes = [];
        }

        if (!scopes.TryGetValue(place.Scope, out var items))
        {
            scopes[place.Scope] = items = [];
        }

        items.Add(item);
    }

    private static bool TryReadSelfLink(ReadOnlySpan<byte> json, out string? selfLink, out string reason)
    {
        selfLink = null;
        reason = "";
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 512 });
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reason = "it is not a JSON object";
                return false;
            }

            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("selfLink"u8))
                {
                    reader.Read();
                    selfLink = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                }
            }

            return true;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            reason = $"it is not JSON: {failure.Message}";
            return false;
        }
    }

    /// <summary>The version and host of a link do not make another resource of it.</summary>
    private static UInt128 Fingerprint(RecordedPlace place, CatalogEntry entry, string selfLink)
    {
        var name = selfLink[(selfLink.LastIndexOf('/') + 1)..];
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{place.Project} {place.Scope.Key} {entry.FullName} {name}"));
        return BitConverter.ToUInt128(hash);
    }

    private void Omit(string file, int line, string reason)
    {
        if (Omitted.Count < MaxOmitted)
        {
            Omitted.Add(new OmittedResource(file, line, reason));
        }
        else
        {
            _unlisted++;
        }
    }
}
