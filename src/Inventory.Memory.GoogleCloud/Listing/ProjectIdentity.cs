using System.Globalization;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Http;
using Inventory.Memory.Json;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>
/// A project that is collected, by its id and its number: answers name it by either. Lists of projects give both; else the other one
/// is asked for, once, when an answer makes it matter, and kept in the provider's cache. Safe for concurrent use.
/// </summary>
internal sealed class ProjectIdentity
{
    /// <summary>Neither changes as long as the project is there; the cache holds nothing longer.</summary>
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(10);

    /// <summary>For the project's other collections; a later run asks again.</summary>
    private static readonly TimeSpan s_failureLifetime = TimeSpan.FromMinutes(1);

    private readonly ListContext _context;
    private readonly Lock _lock = new();
    private ProjectNames _names;
    private Task<ProjectNames>? _asked;

    /// <param name="context">What the provider's sources share.</param>
    /// <param name="id">As it was asked for: an id as a rule, a number where that was given.</param>
    /// <param name="number">Where it is known.</param>
    public ProjectIdentity(ListContext context, string id, string? number = null)
    {
        (_context, Id) = (context, id);
        _names = ConsumerName.IsNumber(id) ? new(null, id) : new(id, number);
    }

    /// <summary>As it was asked for.</summary>
    public string Id { get; }

    /// <summary>Whether Service Usage has said that a service is enabled; null where it was not asked.</summary>
    public Predicate<CatalogService>? IsEnabled { get; init; }

    /// <summary>Whether a name is this project's.</summary>
    /// <param name="name">An id or a number.</param>
    /// <param name="cancellationToken">To be obeyed at once.</param>
    /// <returns>Null where nobody says it.</returns>
    public async ValueTask<bool?> IsAsync(string name, CancellationToken cancellationToken)
    {
        if (Compare(_names, name) is { } known)
        {
            return known;
        }

        var found = await AskOnceAsync(cancellationToken).ConfigureAwait(false);
        _names = new(_names.Id ?? found.Id, _names.Number ?? found.Number);
        return Compare(_names, name);
    }

    private async ValueTask<ProjectNames> AskOnceAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<ProjectNames> asked;
            lock (_lock)
            {
                asked = _asked ??= Task.Run(() => FindAsync(cancellationToken), CancellationToken.None);
            }

            try
            {
                return await asked.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Another run had asked, and was cancelled.
                lock (_lock)
                {
                    _asked = _asked == asked ? null : _asked;
                }
            }
        }
    }

    private static bool? Compare(ProjectNames names, string name) =>
        (ConsumerName.IsNumber(name) ? names.Number : names.Id) is { } own ? own == name : null;

    private async Task<ProjectNames> FindAsync(CancellationToken cancellationToken)
    {
        var key = $"{Id}/names";
        if (_context.Cache.Find<ProjectNames>(key) is { } kept)
        {
            return kept;
        }

        var path = Uri.EscapeDataString(Id);
        var found = await AskAsync("cloudresourcemanager", $"v3/projects/{path}?prettyPrint=false", "items", isSingle: true, cancellationToken).ConfigureAwait(false);
        if (found.Number is null)
        {
            // Whoever may not see the project may still see its services, whose names have its number.
            found = await AskAsync(
                "serviceusage", $"v1/projects/{path}/services?filter=state:ENABLED&fields=services/name&pageSize=1&prettyPrint=false", "services", isSingle: false, cancellationToken).ConfigureAwait(false);
        }

        _context.Cache.Keep(key, found, 0, found.Number is null ? s_failureLifetime : s_lifetime);
        return found;
    }

    private async ValueTask<ProjectNames> AskAsync(string service, string target, string itemsPath, bool isSingle, CancellationToken cancellationToken)
    {
        var endpoint = Endpoint.For(_context.Options, service);
        var call = new ApiCall(Id, string.Create(CultureInfo.InvariantCulture, $"{endpoint.Host}:{endpoint.Port}")) { Consumer = _context.Options.QuotaProject ?? ApiCall.Caller };
        var answer = new Answer(new Uri($"{endpoint}{target}"));
        var pages = answer.Reader = new PageReader(_context, call, AnswerShapes.For(itemsPath), new JsonItemReaderOptions(), answer, null) { IsSingle = isSingle };
        await using (pages.ConfigureAwait(false))
        {
            try
            {
                var step = await pages.ReadAsync(1, looksAhead: false, cancellationToken).ConfigureAwait(false);
                return step == JsonStep.Item ? answer.Names : ProjectNames.Unknown;
            }
            catch (ScopeFailedException failure)
            {
                Log.NumberUnknown(_context.Logger, Id, failure.Reason, failure.Message);
                return ProjectNames.Unknown;
            }
        }
    }

    /// <summary>The first thing of an answer, which is wanted whatever it is.</summary>
    private sealed class Answer(Uri address) : IPageItems
    {
        public PageReader Reader { get; set; } = null!;

        public ProjectNames Names { get; private set; } = ProjectNames.Unknown;

        public Uri Address(int pageSize, string? pageToken) => address;

        public bool TryTake(out ulong identity)
        {
            identity = 0;
            Names = ProjectNames.Read(Reader.Json.Value);
            return true;
        }
    }
}
