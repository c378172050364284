namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>A scripted fault has ended the connection: the answer must not be completed.</summary>
internal sealed class ConnectionCutException() : Exception("The connection was cut on purpose.");
