using System.Globalization;
using Inventory.Memory.GoogleCloud.Http;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Retries;

/// <summary>The failures of one page after another: how many, how long it has been tried, whether it may be tried again.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class PageRetries(RetryPolicy policy, ApiCall call)
{
    /// <summary>So few resources a page take no server too long.</summary>
    private const int LeastPageSize = 10;

    private readonly RetryBudget _budget = policy.BudgetOf(call.Host);
    private TimeSpan _spent;
    private long _began;
    private int _failures;
    private int _malformed;
    private int _divisor = 1;
    private string? _gaveUp;

    /// <summary>The wait before the next try, where the last answer says one.</summary>
    public TimeSpan? Wait { get; private set; }

    /// <summary>The host has answered; what is wrong now is not its address.</summary>
    public void Answered() => _budget.Answered();

    /// <summary>A page is being tried again from here on; its time counts.</summary>
    public void BeginRecovery() => _began = policy.Time.GetTimestamp();

    public void EndRecovery() => _spent += policy.Time.GetElapsedTime(_began);

    /// <summary>The page was read to its end.</summary>
    public void EndPage()
    {
        _budget.Earn();
        _divisor = _failures == 0 ? Math.Max(1, _divisor / 2) : _divisor;
        (_failures, _malformed, _spent) = (0, 0, TimeSpan.Zero);
    }

    /// <summary>Makes a page smaller that failed repeatedly; the following ones grow again.</summary>
    public int Shrink(int pageSize) => Math.Max(pageSize / _divisor, Math.Min(pageSize, LeastPageSize));

    /// <summary>Counts a failure, and says whether the page may be tried again.</summary>
    public bool Allows(ApiError error)
    {
        _failures++;
        _malformed += error.Kind == ErrorKind.Malformed ? 1 : 0;
        _gaveUp = WhyNot(error);
        return _gaveUp is null;
    }

    /// <summary>A retry is due after a delay.</summary>
    public void Begin(ApiError error, TimeSpan delay)
    {
        call.AddRetry();
        call.AddWait(delay);
        if (_failures >= 2 && error.MayBeTheSize)
        {
            _divisor = Math.Min(_divisor * 2, 1 << 16);
        }

        Log.Retrying(policy.Logger, call.Host, call.Project, error.Reason, _failures + 1, policy.MaxAttempts, delay.TotalSeconds);
    }

    /// <summary>The failure that is final, with why it is.</summary>
    public ScopeFailedException ToException(ApiError error) =>
        (_gaveUp is { Length: > 0 } why ? error with { Message = $"{error.Message} {why}" } : error).ToException(Math.Max(1, _failures));

    private string? WhyNot(ApiError error)
    {
        Wait = RetryWait.For(error, policy.Time.GetUtcNow(), Random.Shared.NextDouble());
        if (!error.CanBeRetried)
        {
            return "";
        }

        if (error.HttpStatus is not null)
        {
            _budget.Answered();
        }

        if (HasHadItsAttempts(error))
        {
            return _failures == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"Given up after {_failures} attempts.");
        }

        var left = policy.Timeout - _spent - policy.Time.GetElapsedTime(_began);
        if (left <= TimeSpan.Zero || Wait > left)
        {
            return Wait > left && left > TimeSpan.Zero
                ? string.Create(CultureInfo.InvariantCulture, $"Given up: the server asks to wait {Wait.Value.TotalSeconds:0} s, longer than may be waited (--retry-timeout).")
                : string.Create(CultureInfo.InvariantCulture, $"Given up after {_failures} attempts in {policy.Timeout.TotalSeconds:0} s.");
        }

        return error.Kind == ErrorKind.Quota || _budget.TryTake() ? null : "Given up: too much has failed at this host for more retries.";
    }

    /// <summary>An answer of status 200 that is no list is mostly a proxy's, and stays; a host that never answered is mostly a wrong address.</summary>
    private bool HasHadItsAttempts(ApiError error) =>
        _failures >= policy.MaxAttempts
        || (error.Kind == ErrorKind.Malformed && _malformed >= policy.MaxAttemptsOfMalformed)
        || (error.Kind == ErrorKind.Transient && !_budget.HasAnswered && _failures >= RetryPolicy.MaxAttemptsOfUnknownHost);
}
