using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Inventory.Memory.GoogleCloud.Retries;

/// <summary>When and how long after a failure a page is asked for again; one for all lists of a provider.</summary>
/// <remarks>
/// The pipeline is made at the first failure: a run without one does not pay for it. Safe for concurrent use.
/// </remarks>
internal sealed class RetryPolicy(GoogleCloudOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>Two retries for a host that never answered.</summary>
    public const int MaxAttemptsOfUnknownHost = 3;

    /// <summary>More hosts than Google has APIs; what is beyond shares one budget.</summary>
    private const int MaxHosts = 1024;

    /// <summary>As Google's guides say: back off up to half a minute, not longer.</summary>
    private static readonly TimeSpan s_longestBackOff = TimeSpan.FromSeconds(32);

    private readonly ConcurrentDictionary<string, RetryBudget> _budgets = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A race at the first failure makes two, which is as good as one.</summary>
    public ResiliencePipeline<PageTry> Pipeline => field ??= Build();

    public int MaxAttempts => options.MaxAttempts;

    /// <summary>Half of the attempts that other failures get: 3 by default.</summary>
    public int MaxAttemptsOfMalformed => (options.MaxAttempts + 1) / 2;

    public TimeSpan Timeout => options.RetryTimeout;

    public TimeProvider Time => time;

    public ILogger Logger => logger;

    public RetryBudget BudgetOf(string host) =>
        _budgets.TryGetValue(host, out var budget) ? budget
        : _budgets.GetOrAdd(_budgets.Count < MaxHosts ? host : "", static _ => new RetryBudget());

    private ResiliencePipeline<PageTry> Build() => new ResiliencePipelineBuilder<PageTry> { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions<PageTry>
        {
            // The page counts its attempts itself, over all the times that it makes progress and breaks again.
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = options.RetryDelay,
            MaxDelay = s_longestBackOff < options.RetryDelay ? options.RetryDelay : s_longestBackOff,
            ShouldHandle = static args => new(args.Outcome.Result is { Error: { } error, Retries: var retries } && retries.Allows(error)),
            DelayGenerator = static args => new(args.Outcome.Result.Retries.Wait),
            OnRetry = static args =>
            {
                args.Outcome.Result.Retries.Begin(args.Outcome.Result.Error!, args.RetryDelay);
                return default;
            },
        })
        .Build();
}
