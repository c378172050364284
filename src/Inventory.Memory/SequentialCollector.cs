using System.Diagnostics.Metrics;
using System.Globalization;
using Inventory.Memory.Checkpoints;
using Inventory.Memory.Collecting;
using Inventory.Memory.Diagnostics;
using Inventory.Memory.Monitoring;
using Inventory.Memory.Pressure;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Inventory.Memory;

/// <summary>The collector: one source after another, one scope after another, one page after another.</summary>
/// <remarks>Safe for concurrent use; several runs at once share the governor, and each has its own summary.</remarks>
public sealed partial class SequentialCollector : ISequentialCollector
{
    private readonly GovernorSource _governors;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CollectorInstruments _instruments;
    private volatile SequentialCollectorOptions _options;

    /// <summary>Creates a collector; works with no argument at all.</summary>
    /// <param name="options">How it works; null for the defaults. Copied.</param>
    /// <param name="governor">Measures and governs memory; null for one of its own with the default policy, which is there while runs go on. Not disposed by the collector.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="logger">Where it logs; null for nowhere.</param>
    /// <param name="meterFactory">Makes the meter; null for one shared in the process.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public SequentialCollector(
        SequentialCollectorOptions? options = null,
        MemoryGovernor? governor = null,
        TimeProvider? timeProvider = null,
        ILogger<SequentialCollector>? logger = null,
        IMeterFactory? meterFactory = null)
    {
        _options = Snapshot(options ?? new SequentialCollectorOptions());
        _time = timeProvider ?? TimeProvider.System;
        _logger = logger ?? (ILogger)NullLogger.Instance;
        _governors = new GovernorSource(governor, () => new MemoryGovernor(new MemoryMonitor(timeProvider: _time, logger: _logger), timeProvider: _time, logger: _logger));
        _instruments = new CollectorInstruments(meterFactory);
    }

    /// <inheritdoc/>
    public CollectionRun Collect(CollectionRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Durability is { } durability)
        {
            durability.ThrowIfInvalid(nameof(request));
        }

        var summary = new CollectionSummary(_time);
        var options = _options;
        var keeper = new RunKeeper(request.Durability, summary, _time, _logger);
        return new CollectionRun(summary, cancellationToken => Begin(request, summary, keeper, options, cancellationToken));
    }

    /// <summary>What is begun here measures, and holds files of the kernel: a run that cannot begin leaves nothing of it.</summary>
    private CollectionWalk Begin(
        CollectionRequest request, CollectionSummary summary, RunKeeper keeper, SequentialCollectorOptions options, CancellationToken cancellationToken)
    {
        var governor = _governors.Rent();
        RunRecorder? recorder = null;
        try
        {
            recorder = new RunRecorder(summary, governor, _instruments, _logger, _time, options, request.ScopeEnded);
            recorder.BeginRun();
            return new CollectionWalk(request, recorder, keeper, governor.Governor, options.LookAhead, _time, _logger, cancellationToken);
        }
        catch
        {
            recorder?.Abort();
            governor.Dispose();
            throw;
        }
    }

    private static SequentialCollectorOptions Snapshot(SequentialCollectorOptions options)
    {
        ThrowIfOutside(nameof(options), nameof(options.ScopesPerMemoryCheck), options.ScopesPerMemoryCheck, 1, 1_000_000);
        ThrowIfOutside(nameof(options), nameof(options.LookAhead), options.LookAhead, 0, SequentialCollectorOptions.MaxLookAhead);
        return options.Copy();
    }

    private static void ThrowIfOutside(string parameter, string option, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            throw new ArgumentOutOfRangeException(parameter, value, string.Create(CultureInfo.InvariantCulture, $"{option} must be {least} to {most}."));
        }
    }
}
