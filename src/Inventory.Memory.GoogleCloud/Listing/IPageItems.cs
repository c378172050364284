using Inventory.Memory.GoogleCloud.Http;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>What a <see cref="PageReader"/> does not know of the list that it reads.</summary>
internal interface IPageItems
{
    /// <summary>The token of the next page where the last item had it; null where the answer has.</summary>
    string? NextPageToken => null;

    /// <summary>The address of a page.</summary>
    /// <param name="pageSize">How many resources it is to have at most.</param>
    /// <param name="pageToken">Null for the first.</param>
    Uri Address(int pageSize, string? pageToken);

    /// <summary>Takes in the item that the reader has found. False: it is not one of those that are wanted.</summary>
    /// <param name="identity">What tells it from all others of the list, also when it comes a second time; see <see cref="Sources.ResourceItem.GetNameHash"/>.</param>
    bool TryTake(out ulong identity);

    /// <summary>Says what it means that the API is not enabled. By default nothing of what there is, for it need not be said of what is listed.</summary>
    /// <param name="call">The call.</param>
    /// <param name="error">The final answer, without a remedy.</param>
    /// <param name="cancellationToken">To be obeyed at once.</param>
    ValueTask<ApiError> JudgeAsync(ApiCall call, ApiError error, CancellationToken cancellationToken) => new(ErrorClassifier.OfTheCaller(error));
}
