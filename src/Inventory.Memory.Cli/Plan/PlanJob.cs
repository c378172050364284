using Inventory.Memory.Cli.Commands;
using Inventory.Memory.Cli.Emulator;
using Inventory.Memory.Cli.Logging;
using Inventory.Memory.GoogleCloud;
using Inventory.Memory.Sources;

namespace Inventory.Memory.Cli.Plan;

/// <summary><c>inventory plan</c>: finds projects, types and scopes as a run would, and lists nothing of them.</summary>
internal sealed class PlanJob(CollectSettings settings, bool json, Interruption interruption)
{
    /// <exception cref="CommandFailedException">Something was asked for that cannot be done.</exception>
    public async Task<int> RunAsync()
    {
        GoogleCloudSetup.ThrowIfContradictory(settings);
        try
        {
            return await EmulatorChild.UseAsync(settings, RunAsync, interruption.Token).ConfigureAwait(false);
        }
        catch (CredentialsException failure)
        {
            throw new CommandFailedException(ExitCode.Failed, failure.Message, failure);
        }
    }

    private async Task<int> RunAsync(string? endpoint)
    {
        using var loggers = StandardErrorLoggerFactory.Create(settings.Verbosity);
        using var google = await GoogleCloudSetup.OpenAsync(settings, endpoint, loggers, interruption.Token).ConfigureAwait(false);
        var output = PlanOutput.Create(json);
        var totals = new PlanTotals();
        await foreach (var source in GoogleCloudSetup.Select(settings, google.Inventory, interruption.Token).ConfigureAwait(false))
        {
            var entry = await FindAsync(source).ConfigureAwait(false);
            totals.Add(entry);
            output.Write(entry);
            if (entry.IsMissing)
            {
                StandardError.WriteProblem(entry.Problem!.Message);
            }
        }

        output.End(totals);
        return totals.Missing == 0 ? ExitCode.Complete : totals.Types == 0 ? ExitCode.Failed : ExitCode.Partial;
    }

    private async Task<PlanEntry> FindAsync(ResourceSource source)
    {
        long scopes = 0;
        try
        {
            await foreach (var scope in source.GetScopesAsync(interruption.Token).ConfigureAwait(false))
            {
                scopes++;
            }

            return new PlanEntry(source, scopes, null);
        }
        catch (ScopeFailedException failure)
        {
            return new PlanEntry(source, scopes, failure);
        }
    }
}
