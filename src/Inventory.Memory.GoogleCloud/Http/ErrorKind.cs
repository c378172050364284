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

    /// <summary>The request for a page behind the first was refused, its token has expired: the scope would have to start again.</summary>
    StalePageToken,

    /// <summary>Our request is wrong.</summary>
    Ours,

    /// <summary>Status 200, but no list: not JSON, not UTF-8, a web page, a page that cannot be the right one.</summary>
    Malformed,

    /// <summary>More than may be read: a body without an end, a value that is no resource and too large to hold.</summary>
    TooLarge,

    /// <summary>It comes from something that is not the API: a redirect, a certificate that nobody vouches for.</summary>
    Unusable,
}
