namespace Inventory.Memory.GoogleCloud.Http;

/// <summary>One list call, as messages name it, and what it has cost so far.</summary>
/// <param name="project">A project's id, or whose list it is where that is no project: <c>folders/123</c>, <c>*</c> for all that the caller may see.</param>
/// <param name="host">Host and port.</param>
/// <remarks>Counts are safe for concurrent use: a page may be requested while the one before it is read.</remarks>
internal sealed class ApiCall(string project, string host)
{
    /// <summary>As <see cref="Consumer"/>: the quota is that of whoever asks, whatever is asked for.</summary>
    public const string Caller = "";

    /// <summary>As <see cref="Project"/>: all that the caller may see.</summary>
    public const string Everything = "*";

    private long _requests;
    private long _retries;
    private long _waitedTicks;

    public string Project { get; } = project;

    /// <summary>Whether a project is asked, and not a folder or organisation, or for all that the caller may see.</summary>
    public bool IsForProject => Project != Everything && !Project.Contains('/', StringComparison.Ordinal);

    /// <summary>Whose list it is, in the words of a message.</summary>
    public string Subject => IsForProject ? $"project '{Project}'" : Project == Everything ? "what the caller may see" : $"'{Project}'";

    /// <summary>Host and port.</summary>
    public string Host { get; } = host;

    /// <summary>The resource whose children are listed, such as <c>locations/l/keyRings/k</c>; null where it is no such list.</summary>
    public string? ParentName { get; set; }

    /// <summary>The one place that is asked, such as <c>us-east1</c>; null where it is all of them.</summary>
    public string? Location { get; set; }

    /// <summary>Whose quota it uses: each has one of its own. The project's, unless it is set.</summary>
    public string Consumer { get; set; } = project;

    /// <summary>How much of the quota one request takes.</summary>
    public int QuotaCost { get; set; } = 1;

    /// <summary>The body of the next request, as JSON, which makes it a POST; null for a GET.</summary>
    public byte[]? Body { get; set; }

    public long Requests => Interlocked.Read(ref _requests);

    public long Retries => Interlocked.Read(ref _retries);

    /// <summary>Time spent waiting before requests: after failures, and not to exceed a quota.</summary>
    public TimeSpan Waited => new(Interlocked.Read(ref _waitedTicks));

    public void AddRequest() => Interlocked.Increment(ref _requests);

    public void AddRetry() => Interlocked.Increment(ref _retries);

    public void AddWait(TimeSpan time) => Interlocked.Add(ref _waitedTicks, time.Ticks);
}
