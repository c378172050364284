using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Inventory.Memory.GoogleCloud.Selection;

/// <summary>
/// The scopes of one collection of one project or node, and of what is under it, that a manifest has entries for: when the one
/// above them is collected again, they are not, because they are complete or collected again themselves.
/// </summary>
/// <remarks>A manifest is read ahead of what is collected. Safe for concurrent use.</remarks>
internal sealed class ListedScopes(string? project, string? parent, string root)
{
    /// <summary>The parents of one collection in one project, by far. 2 MiB.</summary>
    public const int Max = 64 * 1024;

    private readonly HashSet<UInt128> _scopes = [];
    private readonly Lock _lock = new();

    /// <summary>Whether there may be more than are remembered.</summary>
    public bool HasOverflowed { get; private set; }

    /// <summary>Whether it is the one for a project or a node, and a collection at the top.</summary>
    public bool IsOf(string? otherProject, string? otherParent, string otherRoot) =>
        string.Equals(project, otherProject, StringComparison.Ordinal)
        && string.Equals(parent, otherParent, StringComparison.Ordinal)
        && string.Equals(root, otherRoot, StringComparison.OrdinalIgnoreCase);

    public void Add(string collection, string scope)
    {
        lock (_lock)
        {
            HasOverflowed |= _scopes.Count == Max;
            if (!HasOverflowed)
            {
                _scopes.Add(KeyOf(collection, scope));
            }
        }
    }

    public bool Contains(string collection, string scope)
    {
        lock (_lock)
        {
            return _scopes.Contains(KeyOf(collection, scope));
        }
    }

    /// <summary>128 bits of a cryptographic hash: nothing may be left out because two names look alike.</summary>
    private static UInt128 KeyOf(string collection, string scope)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{collection}\n{scope}"), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
