using System.Globalization;
using Inventory.Memory.GoogleCloud.Emulator.Estates;
using Inventory.Memory.GoogleCloud.Emulator.Faults;

namespace Inventory.Memory.GoogleCloud.Emulator.Hosting;

/// <summary>Refuses options that are out of bounds, before anything starts.</summary>
internal static class OptionsCheck
{
    public static void ThrowIfInvalid(GoogleCloudEmulatorOptions options)
    {
        Range(nameof(options.Port), options.Port, 0, ushort.MaxValue);
        Range(nameof(options.ResourcesPerCollection), options.ResourcesPerCollection, 0, GeneratedEstate.MaxResources);
        foreach (var (name, count) in options.Collections)
        {
            Range($"{nameof(options.Collections)}[{name}]", count, 0, GeneratedEstate.MaxResources);
        }

        Range($"{nameof(options.Latency)} in milliseconds", (long)options.Latency.TotalMilliseconds, 0, int.MaxValue);
        Range($"{nameof(options.LatencyJitter)} in milliseconds", (long)options.LatencyJitter.TotalMilliseconds, 0, int.MaxValue);
        Range($"{nameof(options.TokenLifetime)} in seconds", (long)options.TokenLifetime.TotalSeconds, 1, 86_400);
        Range($"{nameof(options.Organization)}.{nameof(EmulatedOrganization.Projects)}", options.Organization?.Projects ?? 1, 1, EmulatedOrganization.MaxProjects);
        Range(nameof(options.BytesPerSecond), options.BytesPerSecond, 0, long.MaxValue);
        foreach (var fault in options.Faults)
        {
            ThrowIfInvalid(fault);
        }
    }

    private static void ThrowIfInvalid(EmulatorFault fault)
    {
        Range(nameof(fault.AfterBytes), fault.AfterBytes, 0, long.MaxValue);
        Range(nameof(fault.ItemBytes), fault.ItemBytes, 0, long.MaxValue);
        Range(nameof(fault.BytesPerSecond), fault.BytesPerSecond, 1, long.MaxValue);
        Range(nameof(fault.Skip), fault.Skip, 0, int.MaxValue);
        if (!(fault.Rate > 0 && fault.Rate <= 1))
        {
            throw new InvalidOptionException(string.Create(CultureInfo.InvariantCulture, $"{nameof(fault.Rate)} is {fault.Rate}; it must be over 0 and at most 1."));
        }

        Range(nameof(fault.Status), fault.Status ?? 200, 200, 599);
        if (fault.Kind == FaultKind.UnreachableScope && string.IsNullOrEmpty(fault.Unreachable))
        {
            throw new InvalidOptionException($"{nameof(fault.Unreachable)} must name a scope, such as zones/us-central1-b.");
        }
    }

    private static void Range(string name, long value, long least, long most)
    {
        if (value < least || value > most)
        {
            throw new InvalidOptionException(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be between {least} and {most}."));
        }
    }
}
