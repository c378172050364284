namespace Inventory.Memory.GoogleCloud.Emulator;

/// <summary>Something of a recorded folder that the emulator does not serve, and why.</summary>
public sealed class OmittedResource
{
    internal OmittedResource(string file, int line, string reason)
    {
        File = file;
        Line = line;
        Reason = reason;
    }

    /// <summary>The file's name, without its folder.</summary>
    public string File { get; }

    /// <summary>The line, from 1; 0 when the whole file is left out.</summary>
    public int Line { get; }

    /// <summary>Why, in words.</summary>
    public string Reason { get; }

    /// <inheritdoc/>
    public override string ToString() => Line == 0 ? $"{File}: {Reason}" : $"{File}:{Line}: {Reason}";
}
