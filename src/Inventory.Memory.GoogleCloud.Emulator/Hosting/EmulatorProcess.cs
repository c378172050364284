namespace Inventory.Memory.GoogleCloud.Emulator.Hosting;

/// <summary>The executable's life: start, one line to say where, wait, stop.</summary>
internal static class EmulatorProcess
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int Usage = 2;

    /// <summary>Of a command line that cannot be read, what is wrong: all the options below it would hide that.</summary>
    public static int Refuse(IEnumerable<string> problems)
    {
        foreach (var problem in problems)
        {
            Console.Error.WriteLine($"inventory-emulator: {problem}");
        }

        Console.Error.WriteLine("'inventory-emulator --help' lists the options.");
        return Usage;
    }

    public static async Task<int> RunAsync(EmulatorProcessOptions process, CancellationToken cancellationToken)
    {
        // System.CommandLine listens for signals once its action waits: that has to be before we say that we listen.
        await Task.Yield();
        try
        {
            var emulator = await GoogleCloudEmulator.StartAsync(process.ToEmulatorOptions(), cancellationToken)
                .ConfigureAwait(false);
            await using var disposing = emulator.ConfigureAwait(false);
            await DescribeAsync(emulator, process, cancellationToken).ConfigureAwait(false);
            await ParentWatch.WaitAsync(process, cancellationToken).ConfigureAwait(false);
            return Success;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Success;
        }
        catch (Exception failure) when (failure is ArgumentException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"inventory-emulator: {failure.Message}").ConfigureAwait(false);
            return failure is ArgumentException ? Usage : Failure;
        }
    }

    private static async Task DescribeAsync(
        GoogleCloudEmulator emulator, EmulatorProcessOptions process, CancellationToken cancellationToken)
    {
        if (process.CertificateFile is { } file && emulator.CertificatePem is { } pem)
        {
            await File.WriteAllTextAsync(file, pem, cancellationToken).ConfigureAwait(false);
        }

        foreach (var omitted in emulator.Omitted)
        {
            await Console.Error.WriteLineAsync($"left out {omitted}").ConfigureAwait(false);
        }

        foreach (var project in emulator.Projects)
        {
            await Console.Error.WriteLineAsync($"project {project}").ConfigureAwait(false);
        }

        // The one line on standard output, and the last thing said: whoever started us waits for it.
        Console.WriteLine($"listening on {emulator.Endpoint.GetLeftPart(UriPartial.Authority)}");
    }
}
