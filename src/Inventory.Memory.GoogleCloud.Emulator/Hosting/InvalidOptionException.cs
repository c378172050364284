namespace Inventory.Memory.GoogleCloud.Emulator.Hosting;

/// <summary>A setting that cannot be used; the message alone is meant for people, so it carries no parameter name.</summary>
internal sealed class InvalidOptionException(string message, Exception? inner = null) : ArgumentException(message, inner);
