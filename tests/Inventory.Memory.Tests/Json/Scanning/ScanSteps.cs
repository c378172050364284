using System.Runtime.Intrinsics;
using Inventory.Memory.Json.Scanning;

namespace Inventory.Memory.Tests.Json.Scanning;

/// <summary>The scanner of every width of registers that this processor has, and without any.</summary>
internal static class ScanSteps
{
    public static IEnumerable<ScanStep> All
    {
        get
        {
            yield return (ref scanner, item) => scanner.Scan<ScalarBlock>(item);
            if (Vector128.IsHardwareAccelerated)
            {
                yield return (ref scanner, item) => scanner.Scan<Block128>(item);
            }

            if (Vector256.IsHardwareAccelerated)
            {
                yield return (ref scanner, item) => scanner.Scan<Block256>(item);
            }

            if (Vector512.IsHardwareAccelerated)
            {
                yield return (ref scanner, item) => scanner.Scan<Block512>(item);
            }
        }
    }
}
