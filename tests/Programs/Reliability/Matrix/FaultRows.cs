using Inventory.Memory.GoogleCloud;
using Inventory.Memory.GoogleCloud.Emulator.Faults;

namespace Inventory.Memory.Reliability.Matrix;

/// <summary>The rows of the matrix: what servers and networks are known to do.</summary>
internal static class FaultRows
{
    /// <summary>In the middle of a page's resources.</summary>
    private const long Middle = 9_000;

    /// <summary>Some pages' worth; it is 1 GiB outside of tests.</summary>
    private const long MaxBodyBytes = 1_000_000;

    public static IReadOnlyList<FaultRow> All { get; } =
    [
        new("429", () => Status(429, "rateLimitExceeded")),
        new("429 with Retry-After", () => Status(429, "rateLimitExceeded", retryAfterSeconds: 30)),
        new("403 quota", () => Status(403, "quotaExceeded")),
        new("500", () => Status(500)),
        new("502", () => Status(502)),
        new("503", () => Status(503)),
        new("504", () => Status(504)),
        new("reset", () => At(FaultKind.Reset)),
        new("truncated body", () => At(FaultKind.Truncate)),
        new("cut JSON", () => At(FaultKind.CutJson)),
        new("malformed JSON", () => At(FaultKind.MalformedJson)),
        new("invalid UTF-8", () => At(FaultKind.InvalidUtf8)),
        new("HTML with 200", () => At(FaultKind.HtmlBody)),
        new("empty body", () => At(FaultKind.EmptyBody)),
        new("stall", () => At(FaultKind.Stall)) { Configure = options => options.BodyIdleTimeout = TimeSpan.FromMilliseconds(250) },
        new("slow drip", () => new EmulatorFault { Kind = FaultKind.SlowDrip, BytesPerSecond = 2_000 })
        {
            Configure = options => options.BodyTimeout = TimeSpan.FromMilliseconds(250),
        },
        new("stale page token", () => At(FaultKind.StalePageToken)) { NeedsPageBefore = true, CuredFromPage = null },
        new("repeated page token", () => At(FaultKind.RepeatedPageToken)) { CuredFromPage = 1 },
        new("duplicate page", () => At(FaultKind.DuplicatePage)) { NeedsPageBefore = true },
        new("huge item", () => new EmulatorFault { Kind = FaultKind.HugeItem, ItemBytes = 300_000 })
        {
            Configure = options => options.MaxItemBytes = 100_000,
            CuredFromPage = null,
        },
        new("deep nesting", () => At(FaultKind.DeepNesting)) { CuredFromPage = null },
        new("broken gzip", () => new EmulatorFault { Kind = FaultKind.BrokenGzip, AfterBytes = 400 })
        {
            Configure = options => options.Gzip = GzipMode.On,
        },
        new("body without an end", () => At(FaultKind.EndlessBody)) { Configure = options => options.MaxBodyBytes = MaxBodyBytes, CuredFromPage = null },
        new("decompression bomb", () => At(FaultKind.EndlessBody))
        {
            Configure = options => (options.MaxBodyBytes, options.Gzip) = (MaxBodyBytes, GzipMode.On),
            CuredFromPage = null,
        },
        new("headers of 128 KiB", () => At(FaultKind.LargeHeaders)) { CuredFromPage = null },
        new("API disabled", () => Status(403, "accessNotConfigured")) { CuredFromPage = null },
        new("denied", () => Status(403, "forbidden")) { CuredFromPage = null },
        new("gone", () => Status(404, "notFound")) { CuredFromPage = null },
        new("unreachable place", () => At(FaultKind.UnreachableScope)) { CuredFromPage = null },
    ];

    private static EmulatorFault At(FaultKind kind) => new() { Kind = kind, AfterBytes = Middle };

    private static EmulatorFault Status(int status, string? reason = null, int? retryAfterSeconds = null) =>
        new() { Kind = FaultKind.Status, Status = status, Reason = reason, RetryAfterSeconds = retryAfterSeconds };
}
