using System.Text;
using System.Text.Json;
using Inventory.Memory.Json;

namespace Inventory.Memory.GoogleCloud.Listing;

/// <summary>The text of a property, as it stands in its item; valid as long as the item.</summary>
internal readonly struct PropertyText(ReadOnlyMemory<byte> raw, bool isEscaped)
{
    /// <summary>Between the quotes, or the digits; empty where the property is absent.</summary>
    public ReadOnlyMemory<byte> Raw => raw;

    public bool IsEscaped => isEscaped;

    public bool IsPresent => !raw.IsEmpty;

    public static PropertyText From(JsonField field) => new(field.Raw, field.IsEscaped);

    public override string ToString()
    {
        if (!isEscaped)
        {
            return Encoding.UTF8.GetString(raw.Span);
        }

        var reader = new Utf8JsonReader([(byte)'"', .. raw.Span, (byte)'"']);
        return reader.Read() ? reader.GetString()! : "";
    }
}
