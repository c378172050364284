namespace Inventory.Memory.GoogleCloud.Emulator.Faults;

/// <summary>What a scripted fault does to an answer.</summary>
public enum FaultKind
{
    /// <summary>An HTTP status with an error body, and a Retry-After header where one is given.</summary>
    Status,

    /// <summary>The connection is reset after a number of body bytes; a client that reads slowly may lose the last of them.</summary>
    Reset,

    /// <summary>The connection is closed in the middle of the body, after a number of bytes.</summary>
    Truncate,

    /// <summary>What follows a number of body bytes is not JSON; the answer itself ends as it should.</summary>
    MalformedJson,

    /// <summary>The JSON ends after a number of bytes, but the answer itself ends as it should.</summary>
    CutJson,

    /// <summary>The compressed bytes are wrong after a number of them; the answer is compressed whether it was asked for or not.</summary>
    BrokenGzip,

    /// <summary>Nothing more comes after a number of body bytes; the connection stays open.</summary>
    Stall,

    /// <summary>The next page's token leads to this page again.</summary>
    RepeatedPageToken,

    /// <summary>The resources of the page before come instead of the page's own; its token is right.</summary>
    DuplicatePage,

    /// <summary>The page begins with one more resource, nested a thousand levels deep.</summary>
    DeepNesting,

    /// <summary>The page begins with one more resource, of a given size.</summary>
    HugeItem,

    /// <summary>A byte that is not UTF-8 stands in place of a letter.</summary>
    InvalidUtf8,

    /// <summary>A web page with the status given, 200 by default, instead of JSON.</summary>
    HtmlBody,

    /// <summary>An answer of status 200 without a body.</summary>
    EmptyBody,

    /// <summary>The body comes at a given rate.</summary>
    SlowDrip,

    /// <summary>A scope is reported as unreachable in aggregated answers, and answers 503 itself.</summary>
    UnreachableScope,

    /// <summary>The page token is refused as expired.</summary>
    StalePageToken,

    /// <summary>
    /// White space without an end takes the place of what follows a number of body bytes; compressed where the client asked
    /// for that, which is a decompression bomb.
    /// </summary>
    EndlessBody,

    /// <summary>The answer begins with 128 KiB of headers.</summary>
    LargeHeaders,
}
