namespace Inventory.Memory.GoogleCloud.Http;

/// <summary>One list call, as messages name it, and what it has cost so far.</summary>
internal sealed class ApiCall(string project, string host)
{
    public string Project { get; } = project;

    /// <summary>Host and port.</summary>
    public string Host { get; } = host;

    /// <summary>The body of the next request, as JSON, which makes it a POST; null for a GET.</summary>
    public byte[]? Body { get; set; }

    public long Requests { get; set; }

    public long Retries { get; set; }

    /// <summary>Time spent waiting before requests: after failures, and not to exceed a quota.</summary>
    public TimeSpan Waited { get; set; }
}
