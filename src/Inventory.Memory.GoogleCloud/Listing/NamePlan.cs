using System.Text;
using Inventory.Memory.GoogleCloud.Catalog;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>A name template made ready: what of it is text, and the numbers of the properties in it.</summary>
internal sealed class NamePlan
{
    public NamePlan(string template, ItemProperties properties) =>
        Parts = [.. NameParts.Parse(template).Select(part => Make(part, properties))];

    public enum Word
    {
        Literal,
        Property,
        Project,
        Location,
        Parent,
    }

    public IReadOnlyList<Part> Parts { get; }

    private static Part Make(NamePart part, ItemProperties properties) => part.Placeholder switch
    {
        null => new Part(Word.Literal, Encoding.UTF8.GetBytes(part.Literal!), -1, part.Group),
        NameParts.Project => new Part(Word.Project, default, -1, part.Group),
        NameParts.Location => new Part(Word.Location, default, -1, part.Group),
        NameParts.Parent => new Part(Word.Parent, default, -1, part.Group),
        var path => new Part(Word.Property, default, properties.Add(path), part.Group),
    };

    /// <param name="Word">What it stands for.</param>
    /// <param name="Literal">The text of a literal.</param>
    /// <param name="Property">The number of a property.</param>
    /// <param name="Group">0, or the number of the brackets that it stands in.</param>
    public sealed record Part(Word Word, ReadOnlyMemory<byte> Literal, int Property, int Group);
}
