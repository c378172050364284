using System.Runtime.CompilerServices;
using Inventory.Memory.Sources;
using Inventory.Memory.Tests.Sources;

namespace Inventory.Memory.Tests.Collecting;

/// <summary>Sources of which something never ends, and ignores every token, until a gate is opened.</summary>
internal sealed class HungSource
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What hangs has been begun.</summary>
    public Task Reached => Soon(_reached.Task);

    /// <summary>What hung has been closed.</summary>
    public Task Closed => Soon(_closed.Task);

    public bool IsClosed => _closed.Task.IsCompleted;

    public void Open() => _gate.TrySetResult();

    /// <summary>A test that would hang fails instead; nothing depends on how long it takes.</summary>
    public static Task Soon(Task task) => task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

    public static Task<T> Soon<T>(Task<T> task) => task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

    public static PagedSource<TestResource> Plain(string collection) => new(
        collection, "test/Thing", (_, _, _, _) => new(new ResourcePage<TestResource> { Items = [new() { Name = collection }] }), TestResource.Write);

    /// <summary>Finds one source, then hangs.</summary>
    public async IAsyncEnumerable<ResourceSource> FindSources(ResourceSource first)
    {
        try
        {
            yield return first;
            await HangAsync();
        }
        finally
        {
            _closed.TrySetResult();
        }
    }

    /// <summary>A list whose first page never comes.</summary>
    public AsyncEnumerableSource<TestResource> List(string collection) => new(collection, "test/Hung", (_, cancellationToken) => ListAsync(cancellationToken), TestResource.Write);

    public ResourceSource WithoutScopes(string collection) => new Unscoped(this, collection);

    private async IAsyncEnumerable<TestResource> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            await HangAsync();
            yield return new() { Name = "late" };
        }
        finally
        {
            _closed.TrySetResult();
        }
    }

    private async Task HangAsync()
    {
        _reached.TrySetResult();
        await _gate.Task;
    }

    private sealed class Unscoped(HungSource hung, string collection) : ResourceSource(collection, "test/Unscoped")
    {
        protected override async IAsyncEnumerable<ResourceScope> GetScopesCoreAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await hung.HangAsync();
            yield return ResourceScope.Default;
        }

        protected override ResourceCursor OpenCore(ResourceScope scope, string? pageToken) => throw new NotSupportedException();
    }
}
