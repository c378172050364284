namespace Inventory.Memory.Json;

/// <summary>What a <see cref="JsonItemReader"/> has found.</summary>
public enum JsonStep
{
    /// <summary>An item is complete: see <see cref="JsonItemReader.Value"/>.</summary>
    Item,

    /// <summary>A value of <see cref="JsonListShape.Notices"/> is complete: see <see cref="JsonItemReader.NoticeIndex"/>.</summary>
    Notice,

    /// <summary>An item was larger, or nested deeper, than allowed and has been skipped; its captured fields are there, its value is not.</summary>
    SkippedItem,

    /// <summary>The body has ended, and was one whole JSON object.</summary>
    End,
}
