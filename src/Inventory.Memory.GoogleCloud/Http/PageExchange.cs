using System.Runtime.CompilerServices;

namespace Inventory.Memory.GoogleCloud.Http;

/// <summary>
/// One request at a time and the body of its answer, used again for page after page. A request may be sent before
/// anybody reads: its answer then waits in the kernel's socket buffer, which is bounded.
/// </summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class PageExchange : IAsyncDisposable
{
    private readonly GoogleApiTransport _transport;
    private readonly ApiCall _call;
    private readonly Deadline _deadline;
    private readonly TimedBody _body;
    private HttpResponseMessage? _response;
    private Task<ApiError?>? _ahead;
    private Task? _abandoned;
    private CancellationTokenSource? _aheadCancellation;

    public PageExchange(GoogleApiTransport transport, ApiCall call, TimeProvider time)
    {
        _transport = transport;
        _call = call;
        _deadline = new Deadline(time);
        _body = new TimedBody(_deadline, time, transport.BodyIdleTimeout, transport.BodyTimeout, transport.MaxBodyBytes);
    }

    /// <summary>Whether a request has been sent ahead, and its answer not been taken up.</summary>
    public bool IsAhead => _ahead is not null;

    /// <summary>Whether there is a body to read; not before an answer that came ahead has been taken up.</summary>
    public bool IsOpen => _response is not null && !IsAhead;

    public Stream Body => _body;

    public string? MediaType => _response?.Content.Headers.ContentType?.MediaType;

    /// <summary>
    /// Sends the request now; <see cref="TakeUpAsync"/> takes up the answer, or the failure. Does nothing where as many
    /// run ahead as may.
    /// </summary>
    public void BeginAhead(Uri uri, CancellationToken cancellationToken)
    {
        if (_abandoned is not null || !_transport.Ahead.TryTake())
        {
            return;
        }

        End();
        _aheadCancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _ahead = SendAsync(uri, isAhead: true, _aheadCancellation.Token).AsTask();
    }

    /// <summary>Waits for the headers of the answer to the request that was sent ahead.</summary>
    /// <returns>The failure; null when there is a body to read.</returns>
    public async ValueTask<ApiError?> TakeUpAsync(CancellationToken cancellationToken)
    {
        // The task stays where it is until it has been waited for: a cancelled wait must not lose an answer.
        var error = await _ahead!.WaitAsync(cancellationToken).ConfigureAwait(false);
        ForgetAhead();
        return error;
    }

    /// <summary>Gives the answer to the request that was sent ahead back, now or when it comes. Does not wait.</summary>
    public void EndAhead()
    {
        if (_ahead is { } ahead)
        {
            _aheadCancellation!.Cancel();
            ForgetAhead();
            _abandoned = EndWhenAnsweredAsync(ahead);
        }
    }

    /// <summary>Sends the request and waits for the headers of its answer.</summary>
    /// <returns>The failure; null when there is a body to read.</returns>
    public async ValueTask<ApiError?> BeginAsync(Uri uri, CancellationToken cancellationToken)
    {
        await ForgetAbandonedAsync().ConfigureAwait(false);
        End();
        return await SendAsync(uri, isAhead: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What a failure in the middle of the body means.</summary>
    public ApiError Explain(Exception failure, CancellationToken cancellationToken) =>
        ErrorClassifier.FromException(_call, failure, _deadline.HasExpired(cancellationToken));

    /// <summary>Lets go of the answer; what is left of its body is not wanted.</summary>
    public void End()
    {
        _body.Inner = Stream.Null;
        _response?.Dispose();
        _response = null;
    }

    public async ValueTask DisposeAsync()
    {
        EndAhead();
        await ForgetAbandonedAsync().ConfigureAwait(false);
        End();
        _deadline.Dispose();
    }

    /// <summary>A request that nobody wants any more may still bring an answer, which must not hold its connection.</summary>
    private async Task EndWhenAnsweredAsync(Task ahead)
    {
        await ahead.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        End();
    }

    private async ValueTask ForgetAbandonedAsync()
    {
        if (_abandoned is { } abandoned)
        {
            await abandoned.ConfigureAwait(false);
            _abandoned = null;
        }
    }

    private void ForgetAhead()
    {
        _transport.Ahead.Return();
        _aheadCancellation!.Dispose();
        (_ahead, _aheadCancellation) = (null, null);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ApiError?> SendAsync(Uri uri, bool isAhead, CancellationToken cancellationToken)
    {
        var answer = await _transport.SendAsync(_call, uri, isAhead, _deadline, cancellationToken).ConfigureAwait(false);
        if (answer.Response is { } response)
        {
            _response = response;
            _body.Inner = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        }

        return answer.Error;
    }
}
