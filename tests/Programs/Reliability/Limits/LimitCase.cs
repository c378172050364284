namespace Inventory.Memory.Reliability.Limits;

/// <summary>One run of the tool: resources of one size, in a container of one size.</summary>
/// <param name="LimitMiB">The container's limit.</param>
/// <param name="ItemMiB">The size of each large resource.</param>
/// <param name="Redact">Whether the tool masks secrets on the way.</param>
internal readonly record struct LimitCase(int LimitMiB, int ItemMiB, bool Redact)
{
    public static IReadOnlyList<int> ItemSizes { get; } = [1, 2, 4, 8, 11, 12, 16, 24];

    public string Project => ProjectOf(ItemMiB);

    public static string ProjectOf(int itemMiB) => $"items-of-{itemMiB}";
}
