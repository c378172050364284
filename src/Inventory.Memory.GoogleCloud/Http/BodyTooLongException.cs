namespace Inventory.Memory.GoogleCloud.Http;

/// <summary>An answer is longer than any list can be.</summary>
internal sealed class BodyTooLongException() : IOException($"sent a page of more than {TimedBody.MaxBytes >> 20} MiB; the rest is not read.");
