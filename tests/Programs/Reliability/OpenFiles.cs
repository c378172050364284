using System.Globalization;

namespace Inventory.Memory.Reliability;

/// <summary>What the process holds open, by name; nothing where there is no <c>/proc</c>.</summary>
/// <remarks>Without loaded code and its symbols: the runtime opens those when they are first needed, and keeps them.</remarks>
internal sealed class OpenFiles
{
    private const string Folder = "/proc/self/fd";
    private const string Socket = "socket:";

    private readonly string[] _names;

    private OpenFiles(string[] names) => _names = names;

    public int Sockets => _names.Count(static name => name.StartsWith(Socket, StringComparison.Ordinal));

    /// <summary>What is no socket: files, pipes, event queues.</summary>
    public int Others => _names.Length - Sockets;

    public static OpenFiles Count() => new(Directory.Exists(Folder)
        ? [.. Directory.GetFiles(Folder).Select(NameOf).OfType<string>()]
        : []);

    /// <summary>The names of what has come since.</summary>
    public string Without(OpenFiles other) => string.Join(", ", _names.Except(other._names, StringComparer.Ordinal));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Sockets} sockets, {Others} others");

    /// <summary>Null for code, and for what has been closed meanwhile: the listing itself is one.</summary>
    private static string? NameOf(string link)
    {
        try
        {
            var name = new FileInfo(link).LinkTarget;
            return Path.GetExtension(name) is ".dll" or ".pdb" or ".so" ? null : name;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
