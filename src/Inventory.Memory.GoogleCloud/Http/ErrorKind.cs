namespace Inventory.Memory.GoogleCloud.Http;

/// <summary>What an answer means for whoever asked.</summary>
internal enum ErrorKind
{
    /// <summary>It may go better later.</summary>
    Transient,

    /// <summary>Too many requests for now; Compute Engine says 403.</summary>
    Quota,

    /// <summary>The API is not enabled in the project.</summary>
    Disabled,

    /// <summary>The caller may not.</summary>
    Denied,

    /// <summary>The project or location does not exist.</summary>
    Gone,

    /// <summary>The page token has expired: the scope would have to start again.</summary>
    StalePageToken,

    /// <summary>Our request is wrong.</summary>
    Ours,

    /// <summary>The answer comes from something that is not the API, or is not what it says.</summary>
    Unusable,
}
