namespace Inventory.Memory.GoogleCloud;

/// <summary>How Google's APIs are reached. Read once, by the constructor of <see cref="GoogleCloudInventory"/>.</summary>
public sealed class GoogleCloudOptions
{
    /// <summary>Google's own address; <c>{service}</c> stands for the API, such as <c>compute</c>, <c>{universe}</c> for <see cref="UniverseDomain"/>.</summary>
    public const string DefaultEndpoint = "https://{service}.{universe}";

    /// <summary>The universe of Google's public cloud.</summary>
    public const string DefaultUniverseDomain = "googleapis.com";

    /// <summary>16: the collector's look-ahead of 8, the page being read with its parents, and some to spare.</summary>
    public const int DefaultMaxConnectionsPerServer = 16;

    /// <summary>1 MiB: the default of <see cref="ReceiveBufferBytes"/>.</summary>
    public const int DefaultReceiveBufferBytes = 1024 * 1024;

    /// <summary>
    /// 192 KiB: three of the reader's reads. Linux takes twice as much for its bookkeeping, so that a look-ahead of 8 holds
    /// less than 4 MiB.
    /// </summary>
    public const int DefaultAheadReceiveBufferBytes = 192 * 1024;

    /// <summary>10 seconds: a TCP and TLS handshake to the other side of the world takes under one.</summary>
    public static readonly TimeSpan DefaultConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>100 seconds, as HttpClient: large aggregated lists take tens of seconds to begin.</summary>
    public static readonly TimeSpan DefaultHeadersTimeout = TimeSpan.FromSeconds(100);

    /// <summary>60 seconds without a byte in the middle of an answer.</summary>
    public static readonly TimeSpan DefaultBodyIdleTimeout = TimeSpan.FromSeconds(60);

    /// <summary>10 minutes for a page that comes drop by drop.</summary>
    public static readonly TimeSpan DefaultBodyTimeout = TimeSpan.FromMinutes(10);

    /// <summary>6: half a minute of exponential back-off, or five refills of a quota.</summary>
    public const int DefaultMaxAttempts = 6;

    /// <summary>10 minutes.</summary>
    public static readonly TimeSpan DefaultRetryTimeout = TimeSpan.FromMinutes(10);

    /// <summary>1 second, doubled from attempt to attempt up to 32.</summary>
    public static readonly TimeSpan DefaultRetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>1,200 a minute: four fifths of what Compute Engine lets a project read.</summary>
    public const int DefaultRequestsPerMinute = 1200;

    /// <summary>16 MiB: a hundred times the largest resource in recorded answers (97 KB).</summary>
    public const int DefaultMaxItemBytes = 16 * 1024 * 1024;

    /// <summary>1 MiB: the locations of about a hundred projects (measured: 130 zones and 42 regions take 11 KB).</summary>
    public const int DefaultCacheBytes = 1024 * 1024;

    /// <summary>
    /// Where the APIs answer; may contain <c>{service}</c>, <c>{universe}</c> and a path prefix. Plain <c>http</c> only to loopback,
    /// where no credentials are asked for.
    /// </summary>
    /// <value><c>https://{service}.{universe}</c>.</value>
    public string Endpoint { get; set; } = DefaultEndpoint;

    /// <summary>The domain of the cloud that is asked: Google's public one, or a sovereign one. A host name.</summary>
    /// <value><c>googleapis.com</c>.</value>
    public string UniverseDomain { get; set; } = DefaultUniverseDomain;

    /// <summary>The project whose quota calls use, sent as <c>x-goog-user-project</c>; null: the credentials' own, or each call's.</summary>
    /// <value>null.</value>
    public string? QuotaProject { get; set; }

    /// <summary>
    /// The most connections to one host that a run has open. 6 to 256. Six of them are for what is being read, which is a page
    /// and those of its parents; look-ahead uses the rest, which several runs at a time share. Each further run adds what it
    /// reads, at most six, so that none waits for a connection that another one holds.
    /// </summary>
    /// <value>16.</value>
    public int MaxConnectionsPerServer { get; set; } = DefaultMaxConnectionsPerServer;

    /// <summary>
    /// What the kernel may hold of the answer that is being read, and has not been read yet; it counts against the container.
    /// A connection carries at most so much per round trip: raise it for a fast line to a distant server. 16 KiB to 16 MiB.
    /// </summary>
    /// <value>1 MiB.</value>
    public int ReceiveBufferBytes { get; set; } = DefaultReceiveBufferBytes;

    /// <summary>The same of each answer that was requested ahead of its turn, of which there are several. 16 KiB to 16 MiB.</summary>
    /// <value>192 KiB.</value>
    public int AheadReceiveBufferBytes { get; set; } = DefaultAheadReceiveBufferBytes;

    /// <summary>A proxy for every request, as <c>http://host:port</c>; null: as the environment says; empty: none.</summary>
    /// <value>null.</value>
    public string? Proxy { get; set; }

    /// <summary>A PEM file of certificate authorities that are trusted in addition to the system's.</summary>
    /// <value>null.</value>
    public string? CaFile { get; set; }

    /// <summary>Whether answers are asked for compressed.</summary>
    /// <value><see cref="GzipMode.Auto"/>.</value>
    public GzipMode Gzip { get; set; }

    /// <summary>The longest time for a connection, its TLS handshake included. Over 0, at most an hour.</summary>
    /// <value>10 seconds.</value>
    public TimeSpan ConnectTimeout { get; set; } = DefaultConnectTimeout;

    /// <summary>The longest time from sending a request to the end of the answer's headers. Over 0, at most an hour.</summary>
    /// <value>100 seconds.</value>
    public TimeSpan HeadersTimeout { get; set; } = DefaultHeadersTimeout;

    /// <summary>The longest time without a byte while an answer is read. Over 0, at most an hour.</summary>
    /// <value>60 seconds.</value>
    public TimeSpan BodyIdleTimeout { get; set; } = DefaultBodyIdleTimeout;

    /// <summary>
    /// The longest time for all reads of one page together; the consumer's own time does not count. Over 0, at most a day.
    /// </summary>
    /// <value>10 minutes.</value>
    public TimeSpan BodyTimeout { get; set; } = DefaultBodyTimeout;

    /// <summary>How often a page is asked for until its scope fails, the first time included. 1 (no retries) to 100.</summary>
    /// <value>6.</value>
    public int MaxAttempts { get; set; } = DefaultMaxAttempts;

    /// <summary>
    /// How long one page is tried again, waits included, until its scope fails; a back-off that has begun is ended.
    /// 0 (no retries) to a day.
    /// </summary>
    /// <value>10 minutes.</value>
    public TimeSpan RetryTimeout { get; set; } = DefaultRetryTimeout;

    /// <summary>The first back-off; doubled from attempt to attempt up to 32 seconds, with jitter. Over 0, at most an hour.</summary>
    /// <value>1 second.</value>
    public TimeSpan RetryDelay { get; set; } = DefaultRetryDelay;

    /// <summary>
    /// How many requests a minute one API gets for one project; halved when the API says that it is too much, and slowly
    /// raised again. Null: 1,200, and no limit towards loopback. 0 (no limit) to 1,000,000.
    /// </summary>
    /// <value>null.</value>
    public int? RequestsPerMinute { get; set; }

    /// <summary>How many resources to ask for per page; null: the API's maximum. 1 to that maximum (Compute Engine: 500).</summary>
    /// <value>null.</value>
    public int? PageSize { get; set; }

    /// <summary>The largest resource in bytes; a larger one is skipped and reported. 1 KiB to 1 GiB.</summary>
    /// <value>16 MiB.</value>
    public int MaxItemBytes { get; set; } = DefaultMaxItemBytes;

    /// <summary>
    /// The most bytes that are kept of what was asked for once and is needed again, such as the names of a project's
    /// locations; the least recently used is let go first, and more of it when memory is scarce. 0 to 1 GiB.
    /// </summary>
    /// <value>1 MiB.</value>
    public int CacheBytes { get; set; } = DefaultCacheBytes;

    /// <inheritdoc cref="Inventory.Memory.Json.JsonItemReaderOptions.ValidateItems"/>
    public bool ValidateItems { get; set; } = true;

    /// <summary>What is added to the <c>User-Agent</c> header, so that an administrator can tell who asks.</summary>
    /// <value>null.</value>
    public string? UserAgentSuffix { get; set; }

    /// <summary>A file that holds an access token; read again when it changes. It wins over the environment.</summary>
    /// <value>null.</value>
    public string? AccessTokenFile { get; set; }

    /// <summary>
    /// What a person who has no access token is told to do, for an application with options or settings of its own: one or
    /// more sentences.
    /// </summary>
    /// <value>null: what this library offers.</value>
    public string? SignInAdvice { get; set; }

    /// <summary>What one page may have after decompression; 1 GiB: twenty times a page of 500 of the largest recorded resources (97 KB).</summary>
    /// <remarks>Not for users: it is what keeps a bomb from being read for ever. Tests need a smaller one.</remarks>
    internal long MaxBodyBytes { get; set; } = 1L << 30;

    /// <summary>A snapshot, so that later changes do not reach what was made with these.</summary>
    internal GoogleCloudOptions Copy() => (GoogleCloudOptions)MemberwiseClone();
}
