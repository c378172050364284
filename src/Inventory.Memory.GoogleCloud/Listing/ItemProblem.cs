namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>Why what stands in a list is no resource, each as the middle of a sentence.</summary>
internal static class ItemProblem
{
    public const string NoObject = "is no JSON object";
    public const string NoText = "is no JSON string";
    public const string NoName = "has no name";
    public const string NoType = "has no asset type";
    public const string NoData = "has data that is no JSON object";
    public const string NameIsNoText = "has a name whose escapes are no valid text";
    public const string NotValid = "has escapes that are no valid text, or is no valid JSON";
    public const string NameTooLong = "has a name of more than 4096 bytes";
    public const string TextTooLong = "has an asset type, version, parent or location of more than 4096 bytes";

    /// <summary>Twice the longest name that Google's rules allow: of a BigQuery table, whose own name and dataset have 1,024 bytes each.</summary>
    public const int MaxNameBytes = 4096;

    /// <summary>Of a name of so many bytes, without what is the same for all of its list.</summary>
    public static string? OfName(int bytes) => (uint)(bytes - 1) < MaxNameBytes ? null : bytes == 0 ? NoName : NameTooLong;
}
