using Inventory.Memory.Sources;

namespace Inventory.Memory.Collecting;

/// <summary>What the scope that is being read has got so far.</summary>
internal sealed class ScopeTally(ResourceScope scope, ResourceCursor cursor)
{
    private long _requests;
    private long _retries;
    private long _bytes;

    public ResourceScope Scope => scope;

    public ResourceCursor Cursor => cursor;

    public long Resources { get; set; }

    /// <summary>Resources of the page that is being read.</summary>
    public long InPage { get; set; }

    public int Pages { get; set; }

    /// <summary>Error records handed out so far.</summary>
    public int Notices { get; set; }

    /// <summary>What the cursor has sent and read since this was last asked.</summary>
    public (long Requests, long Retries, long Bytes) TakeTransfer()
    {
        var transfer = (cursor.Requests - _requests, cursor.Retries - _retries, cursor.BytesRead - _bytes);
        (_requests, _retries, _bytes) = (cursor.Requests, cursor.Retries, cursor.BytesRead);
        return transfer;
    }
}
