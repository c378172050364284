namespace Inventory.Memory.Tests;

/// <summary>What a test needs to know of how it was built.</summary>
public static class BuildConfiguration
{
    public const string DebugAllocates = "Debug builds make every async state machine an object: allocation is counted in Release.";

#if DEBUG
    public static bool IsDebug => true;
#else
    public static bool IsDebug => false;
#endif
}
