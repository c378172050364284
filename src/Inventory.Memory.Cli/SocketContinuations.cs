namespace Inventory.Memory.Cli;

/// <summary>
/// Where the runtime goes on with what a socket has brought. One thread works here, so it goes on where the bytes were
/// noticed instead of on a thread that must be woken first: half as many switches between threads for each buffer. The
/// runtime takes this from the environment alone, and reads it with its first socket.
/// </summary>
/// <remarks>While an output blocks, requests that run ahead are not attended to; what times out then is asked for again.</remarks>
internal static class SocketContinuations
{
    private static readonly (string Name, string Value)[] s_settings =
    [
        ("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1"),

        // Going on in place, it would otherwise have a thread for each processor.
        ("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "1"),
    ];

    /// <summary>Set for this process, where the user has not set it.</summary>
    public static void Inline()
    {
        foreach (var (name, value) in s_settings)
        {
            Environment.SetEnvironmentVariable(name, Environment.GetEnvironmentVariable(name) ?? value);
        }
    }

    /// <summary>Leaves it out of what a child inherits: it is ours alone.</summary>
    public static void RemoveFrom(IDictionary<string, string?> environment)
    {
        foreach (var (name, _) in s_settings)
        {
            environment.Remove(name);
        }
    }
}
