using Inventory.Memory.GoogleCloud.Http;
using Inventory.Memory.Sources;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>
/// Says whether an answer that an API is not enabled is about the project that is listed. An answer names a project of its own, its
/// consumer: often the one that the credentials or the quota belong to, whose APIs say nothing of what is elsewhere.
/// </summary>
/// <remarks>
/// Where nobody says whether a consumer is the project that is listed, the first one that it answers for is taken for it, and
/// remembered: a consumer that answers for a second project is neither. Safe for concurrent use.
/// </remarks>
/// <param name="maxConsumers">How many are remembered.</param>
internal sealed class DisabledAnswers(int maxConsumers = DisabledAnswers.MaxConsumers)
{
    /// <summary>
    /// Consumers that are remembered, where nobody says which project they are: at most 1.3 KB each with the whole catalog, 2.6 MiB.
    /// Beyond them such an answer is a failure: what is not remembered could not be doubted later.
    /// </summary>
    public const int MaxConsumers = 2048;

    private readonly Dictionary<string, Guess> _guesses = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private string? _missed;

    /// <summary>Whether any project was taken for a consumer without anybody saying so.</summary>
    public bool HasGuesses
    {
        get
        {
            lock (_lock)
            {
                return _guesses.Count > 0;
            }
        }
    }

    /// <summary>
    /// A project has lists that were not asked for, such as those that an earlier process has asked: whom they answered for is not
    /// known, so that an answer for another project proves nothing.
    /// </summary>
    public void Miss(string project)
    {
        lock (_lock)
        {
            _missed ??= project;
        }
    }

    /// <summary>Answers the error with its remedy, and with what it means.</summary>
    /// <param name="source">What is listed.</param>
    /// <param name="project">Whose it is.</param>
    /// <param name="call">The call.</param>
    /// <param name="error">The final answer.</param>
    /// <param name="cancellationToken">To be obeyed at once.</param>
    public async ValueTask<ApiError> JudgeAsync(GoogleCloudSource source, ProjectIdentity project, ApiCall call, ApiError error, CancellationToken cancellationToken)
    {
        error = error with { Service = error.Service ?? source.Entry.Service.Host, Consumer = error.Consumer ?? source.Context.Options.QuotaProject };
        if (project.IsEnabled?.Invoke(source.Entry.Service) == true)
        {
            return ErrorClassifier.Contradicted(call, error);
        }

        // An answer that names nobody is about whom was asked for.
        if (error.Consumer is not { } consumer)
        {
            return ErrorClassifier.OfTheProject(call, error);
        }

        var isProject = ConsumerName.IsOfGcloud(consumer) ? false : await project.IsAsync(consumer, cancellationToken).ConfigureAwait(false);
        var collection = source.AskedFor ?? source.Collection;
        string? earlier = null;
        if (isProject is null)
        {
            isProject = Compare(consumer, project.Id, collection, error.IsInTheMiddle, out earlier);
        }
        else if (isProject == false)
        {
            earlier = Doubt(consumer, project.Id, collection);
        }

        if (isProject == true)
        {
            return ErrorClassifier.OfTheProject(call, error);
        }

        var failure = isProject == false ? ErrorClassifier.OfTheCaller(call, error) : ErrorClassifier.OfNobodyKnown(call, error);
        return earlier is null ? failure : failure with { Notice = Doubtful(earlier, collection, call, error) };
    }

    /// <summary>Whether a consumer may be the project: as long as it has answered for no other. Null: that is not known, for it was not seen or is not remembered.</summary>
    private bool? Compare(string consumer, string project, string collection, bool isInTheMiddle, out string? earlier)
    {
        lock (_lock)
        {
            earlier = null;
            if (!_guesses.TryGetValue(consumer, out var guess))
            {
                if (_guesses.Count >= maxConsumers || (_missed is { } missed && missed != project))
                {
                    return null;
                }

                _guesses.Add(consumer, guess = new Guess(project));
            }

            if (guess.Project == project && !guess.IsWrong)
            {
                if (!isInTheMiddle && !guess.Collections.Contains(collection))
                {
                    guess.Collections.Add(collection);
                }

                return true;
            }

            earlier = guess.Doubt(collection, project);
            return false;
        }
    }

    /// <summary>A consumer is known not to be a project. The earlier one that it was taken for, if there is one and it was not named before.</summary>
    private string? Doubt(string consumer, string project, string collection)
    {
        lock (_lock)
        {
            return _guesses.TryGetValue(consumer, out var guess) ? guess.Doubt(collection, project) : null;
        }
    }

    private static ScopeNotice Doubtful(string earlier, string collection, ApiCall call, ApiError error) => new()
    {
        Project = earlier,
        Scope = ScopeResult.AllScopes,
        State = ScopeState.Failed,
        Reason = "doubtfulAnswer",
        Message = $"What project '{earlier}' has of '{collection}' is not known: {error.Service} was taken for not enabled there, because of project '{error.Consumer}', which answers for {call.Subject} as well. {Remedies.ForCaller(error)}",
    };

    /// <summary>The project that a consumer was taken for, and the collections that it answered for there.</summary>
    private sealed class Guess(string project)
    {
        public string Project => project;

        public List<string> Collections { get; } = [];

        public bool IsWrong { get; private set; }

        /// <returns>The project, if the collection ended there because of the consumer; once.</returns>
        public string? Doubt(string collection, string other)
        {
            IsWrong = true;
            return other != project && Collections.Remove(collection) ? project : null;
        }
    }
}
