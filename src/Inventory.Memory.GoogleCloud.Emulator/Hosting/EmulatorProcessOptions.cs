using System.Globalization;
using Inventory.Memory.GoogleCloud.Catalog;
using Inventory.Memory.GoogleCloud.Emulator.Faults;

namespace Inventory.Memory.GoogleCloud.Emulator.Hosting;

/// <summary>The command line as given.</summary>
internal sealed class EmulatorProcessOptions
{
    public int Port { get; init; }

    public long Resources { get; init; }

    public string[] Collections { get; init; } = [];

    public long Seed { get; init; }

    public EstateSpread Spread { get; init; }

    public string? Recorded { get; init; }

    public string? CatalogFile { get; init; }

    public string? Latency { get; init; }

    public string? Jitter { get; init; }

    public long BytesPerSecond { get; init; }

    public string? FaultsFile { get; init; }

    public bool UseHttps { get; init; }

    public string? CertificateFile { get; init; }

    public EmulatedOrganization? Organization { get; init; }

    public bool RequireToken { get; init; }

    public string? TokenLifetime { get; init; }

    public int? ParentProcessId { get; init; }

    public bool ExitOnStandardInputClose { get; init; }

    /// <exception cref="ArgumentException">A value that cannot be read; the message names it.</exception>
    /// <exception cref="IOException">The file of faults or the catalog cannot be read.</exception>
    public GoogleCloudEmulatorOptions ToEmulatorOptions()
    {
        var options = new GoogleCloudEmulatorOptions
        {
            Port = Port,
            ResourcesPerCollection = Resources,
            Seed = Seed,
            Spread = Spread,
            RecordedFolder = Recorded,
            Catalog = OpenCatalog(),
            Latency = ParseDuration("--latency", Latency),
            LatencyJitter = ParseDuration("--latency-jitter", Jitter),
            BytesPerSecond = BytesPerSecond,
            UseHttps = UseHttps,
            Organization = Organization,
            RequireToken = RequireToken,
        };
        if (TokenLifetime is not null)
        {
            options.TokenLifetime = ParseDuration("--token-lifetime", TokenLifetime);
        }

        foreach (var text in Collections.SelectMany(text => text.Split(',')))
        {
            var (name, count) = ParseCollection(text);
            options.Collections[name] = count;
        }

        foreach (var fault in FaultsFile is null ? [] : FaultFile.Read(FaultsFile))
        {
            options.Faults.Add(fault);
        }

        return options;
    }

    private GoogleCatalog OpenCatalog()
    {
        try
        {
            return CatalogFile is null ? GoogleCatalog.Default : GoogleCatalog.Default.WithFile(CatalogFile);
        }
        catch (CatalogFormatException failure)
        {
            throw new InvalidOptionException($"--catalog cannot be used: {failure.Message}", failure);
        }
    }

    internal static TimeSpan ParseDuration(string option, string? text)
    {
        if (text is null)
        {
            return TimeSpan.Zero;
        }

        var (unit, milliseconds) = text.EndsWith("ms", StringComparison.Ordinal) ? ("ms", 1) : ("s", 1000);
        return text.EndsWith(unit, StringComparison.Ordinal)
            && double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * milliseconds <= int.MaxValue
                ? TimeSpan.FromMilliseconds(number * milliseconds)
                : throw new InvalidOptionException($"{option} is '{text}'; write a duration such as 20ms or 1.5s.");
    }

    private static (string Name, long Count) ParseCollection(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0 && long.TryParse(text[(at + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? (text[..at], count)
            : throw new InvalidOptionException($"--collection is '{text}'; write a name and a number, such as instances=100000.");
    }
}
