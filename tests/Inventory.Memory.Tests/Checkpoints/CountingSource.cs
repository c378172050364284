using System.Globalization;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Tests.Checkpoints;

/// <summary>Five resources in pages of two; its cursors leave numbers for those that go on.</summary>
internal sealed class CountingSource() : ResourceSource("test.counted", "test/Thing")
{
    private const int Resources = 5;
    private const int PageLength = 2;

    /// <summary>How many numbers a cursor leaves: how far it is, behind others that mean nothing.</summary>
    public int Numbers { get; init; } = 2;

    /// <summary>Whether a cursor can take them up.</summary>
    public bool Restores { get; init; } = true;

    /// <summary>Why its scopes cannot be found; null: they can.</summary>
    public ScopeFailedException? Refusal { get; set; }

    /// <summary>The page tokens with which cursors were opened.</summary>
    public List<string?> Opened { get; } = [];

    /// <summary>The numbers that cursors have taken up.</summary>
    public List<ulong[]> Restored { get; } = [];

    protected override IAsyncEnumerable<ResourceScope> GetScopesCoreAsync(CancellationToken cancellationToken) =>
        AsyncEnumerable.Repeat(ResourceScope.Default, 1).Select(scope => Refusal is null ? scope : throw Refusal);

    protected override ResourceCursor OpenCore(ResourceScope scope, string? pageToken)
    {
        Opened.Add(pageToken);
        return new Cursor(this, pageToken);
    }

    private sealed class Cursor : ResourceCursor
    {
        private readonly CountingSource _source;
        private int _next;

        public Cursor(CountingSource source, string? pageToken)
        {
            (_source, PageToken) = (source, pageToken);
            _next = pageToken is null ? 0 : int.Parse(pageToken, CultureInfo.InvariantCulture);
        }

        protected override ValueTask<CursorStep> ReadCoreAsync(CancellationToken cancellationToken)
        {
            var name = _next.ToString(CultureInfo.InvariantCulture);
            if (_next > 0 && _next % PageLength == 0 && PageToken != name)
            {
                PageToken = name;
                return new(CursorStep.PageEnd);
            }

            if (_next++ == Resources)
            {
                return new(CursorStep.End);
            }

            Item.AssetType = _source.AssetTypes[0];
            Item.SetName($"r{name}");
            Item.Write("{}");
            return new(CursorStep.Item);
        }

        protected override bool TrySaveStateCore(ICollection<ulong> state)
        {
            for (var i = 1; i < _source.Numbers; i++)
            {
                state.Add(ulong.MaxValue);
            }

            state.Add((ulong)_next);
            return true;
        }

        protected override bool TryRestoreStateCore(ReadOnlySpan<ulong> state)
        {
            _source.Restored.Add(state.ToArray());
            return _source.Restores;
        }
    }
}
