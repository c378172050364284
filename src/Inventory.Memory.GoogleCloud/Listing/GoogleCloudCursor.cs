using System.Text.Json;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Http;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>Reads one list call item by item, and says what each is called, where it belongs, and what belongs to it.</summary>
internal sealed class GoogleCloudCursor : ListCursor
{
    private static readonly ItemPath s_error = new("error");

    private readonly GoogleCloudSource _source;
    private readonly ResourceScope _scope;
    private readonly ListPlan _plan;
    private readonly string _baseUrl;
    private readonly PlaceFinder _places;
    private readonly ItemNames _names;
    private readonly Belongings _belongings;
    private readonly string _parent;
    private long _items;
    private string? _itemToken;

    public GoogleCloudCursor(GoogleCloudSource source, ResourceScope scope, string? pageToken)
        : this(source, scope, pageToken, source.CallFor(scope))
    {
    }

    private GoogleCloudCursor(GoogleCloudSource source, ResourceScope scope, string? pageToken, (ScopeKind Kind, string Place) call)
        : base(
            source.Context,
            source.Entry.Service.Service,
            source.Project ?? source.Parent!,
            source.Plan.For(call.Kind).Shape,
            pageToken,
            source.Context.Options.ValidateItems,
            source.Entry.IsSingle)
    {
        (_source, _scope, _plan) = (source, scope, source.Plan.For(call.Kind));
        _parent = source.ParentOf(scope);
        _baseUrl = ListUrl.Base(BaseAddress, _plan, Project, call.Place);
        Call.QuotaCost = source.Entry.QuotaCost;
        Call.ParentName = call.Kind == ScopeKind.Parent ? scope.Name : null;
        Call.Location = call.Kind is ScopeKind.Location or ScopeKind.Region or ScopeKind.Zone ? call.Place : null;
        _places = new PlaceFinder(source, _plan, scope);
        _names = new ItemNames(_plan, Reader, Project, call.Kind == ScopeKind.Parent || call.Kind.IsNode() ? scope.Name : "");
        _belongings = new Belongings(source, _plan, Reader, Missing, new(TryReserve, ReleaseReserved));
    }

    /// <summary>Empty where a node is asked.</summary>
    private string Project => _source.Project ?? "";

    protected override int? ChosenPageSize => _source.Filter.PageSize;

    protected override int MaxPageSize => _source.Entry.MaxPageSize;

    protected override string? NextPageToken => _itemToken;

    protected override Uri MakeAddress(int pageSize, string? pageToken)
    {
        var entry = _source.Entry;
        Log.PageRequested(_source.Context.Logger, _source.Collection, _scope.Name, Call.Project, Call.Host);
        _itemToken = null;
        if (entry.Body is null)
        {
            return ListUrl.Page(_baseUrl, entry, pageSize, pageToken);
        }

        Call.Body = PostBody.Make(entry, Project, _scope.Name, pageSize, pageToken);
        return new Uri(_baseUrl);
    }

    /// <summary>A node has no APIs of its own, so that an API that is not enabled is the caller's.</summary>
    protected override ValueTask<ApiError> JudgeAsync(ApiError error, CancellationToken cancellationToken) => _source.Identity is { } project
        ? _source.Context.DisabledAnswers.JudgeAsync(_source, project, Call, error, cancellationToken)
        : base.JudgeAsync(error, cancellationToken);

    /// <summary>Only a 404 that says what is absent ('Could not find Application "p".'): a project that is gone has nothing to say of its resources.</summary>
    protected override bool IsEmptyAnswer(ScopeFailedException failure) =>
        failure.HttpStatus == 404 && failure.Reason != ScopeFailedException.StalePageToken && _source.Entry.AbsentIsEmpty && failure.Message.Contains(_source.Entry.Type, StringComparison.Ordinal);

    protected override string FallbackAssetType => _source.AssetTypes[0];

    protected override bool Wants(string location) => _source.Wants(location);

    /// <summary>Not where each resource has lists of its own: an answer that waits for all of them to be read would be given up.</summary>
    protected override bool MayLookAhead => _source.Plan.Selected.Children.Count == 0;

    protected override bool TryGoOn(out CursorStep step)
    {
        step = CursorStep.Item;
        if (_belongings.TryReadEmbedded(Item))
        {
            return true;
        }

        Children = _belongings.TakeChildren();
        step = CursorStep.Children;
        return Children.Count > 0;
    }

    /// <summary>Takes up what belongs to the resource, too. False: only that is wanted.</summary>
    protected override bool TryHandOut()
    {
        if (_belongings.AreWanted)
        {
            var place = _places.Find(Reader);
            _belongings.Begin(place, _names.GetText(place)!);
        }

        return _source.Plan.Selected.IsHandedOut;
    }

    protected override bool TryTake(out ulong identity)
    {
        _items++;
        var entry = _source.Entry;
        var place = _places.Find(Reader);
        if (entry.IsSingle)
        {
            ThrowIfNoResource();
        }

        if (_plan.TokenProperty >= 0 && _plan.Properties.Get(Reader, _plan.TokenProperty) is { IsPresent: true } token)
        {
            _itemToken = token.ToString();
        }

        if (place.IsWanted && Reader.Value.Span[0] != (_plan.HasTextItems ? '"' : '{'))
        {
            return LeaveOut(_plan.HasTextItems ? ItemProblem.NoText : ItemProblem.NoObject, place.AssetType, place.Location, out identity);
        }

        if (!place.IsWanted || (_plan.Labels is { } labels && !_source.Filter.Labels!.IsMatch(Reader.Value.Span, labels)))
        {
            identity = 0;
            return false;
        }

        Item.Json = Reader.Value;
        Item.IsCompact = Reader.IsCompact;
        Item.AssetType = place.AssetType;
        Item.Location = place.Location;
        Item.Version = entry.Service.Version;
        Item.DiscoveryName = entry.Type;
        Item.Parent = _parent;
        if (_names.SetName(Item, place) is { } problem)
        {
            return LeaveOut(problem, place.AssetType, place.Location, out identity);
        }

        identity = Item.GetNameHash();
        return true;
    }

    /// <summary>An answer that should be one resource and is an error, or nothing, is a failure.</summary>
    private void ThrowIfNoResource()
    {
        var answer = Reader.Value.Span;
        var reader = new Utf8JsonReader(answer);
        if (answer[0] != '{' || s_error.TryMoveTo(ref reader))
        {
            throw NoResource();
        }
    }

    /// <summary>Whether a place of an aggregated answer has a call of its own.</summary>
    protected override bool IsScope(string place) =>
        _plan.Kind == ScopeKind.Aggregated && Place.ParseKey(place).Kind is ScopeKind.Zone or ScopeKind.Region && _source.Entry.Methods.ContainsKey(Place.ParseKey(place).Kind);

    protected override void TakeWarning()
    {
        var place = Reader.ScopeKey is null ? null : _places.Find(Reader);
        if (place?.IsWanted != false)
        {
            Missing.AddWarning(Reader.Value.Span, place?.Location ?? _scope.Location, Reader.ScopeKey);
        }
    }

    protected override void ReportSkipped()
    {
        _items++;
        var place = _places.Find(Reader);
        if (place.IsWanted)
        {
            Missing.AddSkipped(place.AssetType, place.Location, _names.GetText(place) ?? Position, Reader, _source.Context.Options.MaxItemBytes);
        }
    }

    protected override CursorStep EndPage()
    {
        if (_source.Entry.IsSingle && _items == 0 && IsOpen)
        {
            throw NoResource();
        }

        var step = base.EndPage();
        _itemToken = null;
        return step;
    }

    private ScopeFailedException NoResource() => new(
        ScopeState.Failed, "malformed", $"{Call.Host} answered 200 for {Call.Subject}, but not with a {_source.Entry.Type}. Try again; if it stays, check --endpoint.")
    {
        HttpStatus = 200,
    };
}
