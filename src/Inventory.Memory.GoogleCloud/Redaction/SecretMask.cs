namespace Inventory.Memory.GoogleCloud.Redaction;

/// <summary>What of a property's value is masked; as <c>secrets.json</c> names it.</summary>
internal enum SecretMask : byte
{
    None,

    /// <summary>All of it.</summary>
    Value,

    /// <summary>The value of each member of an object.</summary>
    Members,

    /// <summary>In a list, each text, and <c>value</c> of each object.</summary>
    Named,

    /// <summary>As <see cref="Named"/> in its list <c>items</c>.</summary>
    Items,

    /// <summary>As <see cref="Items"/>, and each member that is no list or object, but <c>kind</c> and <c>fingerprint</c>.</summary>
    Metadata,

    /// <summary>In a list, <c>key</c> of each object.</summary>
    Keys,

    /// <summary>Text, in a list or an object as well, that looks like a secret.</summary>
    Suspicious,
}
