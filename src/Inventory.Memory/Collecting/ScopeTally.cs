using Inventory.Memory.Checkpoints;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Collecting;

/// <summary>What the scope that is being read has got so far.</summary>
/// <param name="scope">The scope.</param>
/// <param name="cursor">What reads it.</param>
/// <param name="before">What was got of it before the cursor was opened.</param>
/// <param name="began">When, as a timestamp.</param>
internal sealed class ScopeTally(ResourceScope scope, ResourceCursor cursor, ScopeCounts before, long began)
{
    /// <summary>A page of 500 usual resources is 2 MB, and never gets there.</summary>
    private const long BytesBetweenChecks = 8L << 20;

    private CursorTransfer _taken;
    private long _checkedBytes;

    public ResourceScope Scope => scope;

    public ResourceCursor Cursor => cursor;

    public long Resources { get; private set; } = before.Resources;

    /// <summary>Whether so much has been read since memory was looked at that the page's end is too late.</summary>
    public bool IsCheckDue => cursor.BytesRead - _checkedBytes >= BytesBetweenChecks;

    /// <summary>Resources of the page that is being read.</summary>
    public long InPage { get; set; }

    public int Pages { get; set; }

    /// <summary>Error records handed out so far.</summary>
    public long Notices { get; private set; } = before.Errors;

    /// <summary>Of these, those about places that are entries of their own.</summary>
    public long Places { get; private set; } = before.Places;

    /// <summary>Why the scope is not complete: the first of its notices that is about more than a place.</summary>
    public string? Reason { get; private set; } = before.Reason;

    public void Checked() => _checkedBytes = cursor.BytesRead;

    public void AddNotice(ScopeNotice notice)
    {
        Notices++;
        if (notice.Scope is null)
        {
            Reason ??= notice.Reason;
        }
        else
        {
            Places++;
        }
    }

    /// <summary>The resources of a page, or a part of it, have been counted elsewhere, too.</summary>
    public void EndCount()
    {
        Resources += InPage;
        InPage = 0;
    }

    /// <summary>All that was handed out has been taken back; what was sent and read stays.</summary>
    public void TakeBack() => (Resources, InPage, Notices, Places, Reason) = (0, 0, 0, 0, null);

    /// <summary>All that is counted, as a checkpoint keeps it and a result tells it.</summary>
    public ScopeCounts Count(TimeProvider time) => new()
    {
        Resources = Resources,
        Errors = Notices,
        Places = Places,
        Reason = Reason,
        Requests = before.Requests + cursor.Requests,
        Bytes = before.Bytes + cursor.BytesRead,
        ElapsedTicks = before.ElapsedTicks + time.GetElapsedTime(began).Ticks,
    };

    /// <summary>What the cursor has sent and read since this was last asked.</summary>
    public CursorTransfer TakeTransfer()
    {
        var (now, before) = (new CursorTransfer(cursor.Requests, cursor.Retries, cursor.Waited, cursor.BytesRead), _taken);
        _taken = now;
        return new(now.Requests - before.Requests, now.Retries - before.Retries, now.Waited - before.Waited, now.Bytes - before.Bytes);
    }
}
