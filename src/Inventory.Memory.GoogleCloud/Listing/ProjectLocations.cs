using System.Text.Json;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Selection;
using Inventory.Memory.Sources;
using Microsoft.Extensions.Logging;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>
/// The names of a project's zones and regions, asked for once, when first needed, and held only while the project is
/// collected. A failure is kept, too: the next collection would ask in vain. Safe for concurrent use.
/// </summary>
internal sealed class ProjectLocations(ListContext context, CatalogService service, string project) : IDisposable
{
    /// <summary>Google has about 130 zones; a list beyond this is not one of zones.</summary>
    private const int MaxNames = 10_000;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private ScopeFailedException? _failure;
    private bool _unmatchedReported;

    public IReadOnlyList<string> Zones { get; private set; } = [];

    public IReadOnlyList<string> Regions { get; private set; } = [];

    private bool IsLoaded { get; set; }

    /// <summary>Asks the API, the first time.</summary>
    public async ValueTask LoadAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_failure is not null)
            {
                throw new ScopeFailedException(_failure.State, _failure.Reason, _failure.Message, _failure)
                {
                    HttpStatus = _failure.HttpStatus,
                    Attempts = _failure.Attempts,
                };
            }

            if (!IsLoaded)
            {
                Regions = await ListAsync("regions", cancellationToken).ConfigureAwait(false);
                Zones = await ListAsync("zones", cancellationToken).ConfigureAwait(false);
                IsLoaded = true;
                Log.LocationsFound(context.Logger, project, Zones.Count, Regions.Count);
            }
        }
        catch (ScopeFailedException failure) when (_failure is null)
        {
            _failure = failure;
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Says once per project which wanted locations do not exist there; null if all do, or after the first time.</summary>
    public ScopeFailedException? TakeUnmatched(LocationFilter filter)
    {
        string[] names = [LocationFilter.Global, .. Regions, .. Zones];
        var unmatched = filter.Globs.FirstOrDefault(glob => !names.Any(name => LocationFilter.IsMatch(glob, name)));
        if (unmatched is null || !IsLoaded || Interlocked.Exchange(ref _unmatchedReported, true))
        {
            return null;
        }

        var nearest = string.Join(", ", Glob.Nearest(unmatched, names));
        return new ScopeFailedException(
            ScopeState.Failed,
            "unknownLocation",
            $"The location '{unmatched}' matches no zone, no region and not 'global' in project '{project}': nothing was collected for it. {(nearest.Length > 0 ? $"Nearest: {nearest}." : "Check its name.")}")
        {
            Attempts = 0,
        };
    }

    public void Dispose() => _gate.Dispose();

    private async ValueTask<IReadOnlyList<string>> ListAsync(string segment, CancellationToken cancellationToken)
    {
        var entry = service.Collections.First(collection => collection.Name == segment);
        var selected = new SelectedCollection(entry, new HashSet<ScopeKind> { ScopeKind.Project });
        var source = new GoogleCloudSource(context, selected, project, new SourceFilter(null, "name", null), null);
        var names = new List<string>();
        var cursor = source.Open(GoogleCloudSource.ProjectScope);
        await using (cursor.ConfigureAwait(false))
        {
            while (await cursor.ReadAsync(cancellationToken).ConfigureAwait(false) is var step && step != CursorStep.End)
            {
                if (step == CursorStep.Item && names.Count < MaxNames)
                {
                    names.Add(NameOf(cursor.Item.Json));
                }
                else if (step == CursorStep.Notice)
                {
                    throw new ScopeFailedException(
                        ScopeState.Failed, "locationsIncomplete", $"The {segment} of project '{project}' could not all be listed, so that places would be left out unseen. Try again.");
                }
            }
        }

        return names;
    }

    private static string NameOf(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span);
        while (reader.Read())
        {
            if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("name"u8))
            {
                reader.Read();
                return reader.GetString() ?? "";
            }
        }

        return "";
    }
}
