namespace Inventory.Memory.GoogleCloud.Catalog;

/// <summary>What kinds of scope have in common.</summary>
internal static class ScopeKindExtensions
{
    /// <summary>Whether it is a node of the resource hierarchy above projects.</summary>
    public static bool IsNode(this ScopeKind kind) => kind is ScopeKind.Organization or ScopeKind.Folder;
}
