using System.Runtime.InteropServices;

namespace Inventory.Memory.GoogleCloud.Emulator.Estates;

/// <summary>A place in a template's bytes that differs from resource to resource.</summary>
/// <param name="Kind">What is written there.</param>
/// <param name="Offset">Where, from the beginning.</param>
/// <param name="Width">How many bytes.</param>
/// <param name="Salt">Keeps the holes of one resource different from each other.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TemplateHole(HoleKind Kind, int Offset, int Width, int Salt);
