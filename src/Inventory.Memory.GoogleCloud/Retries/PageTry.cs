using System.Runtime.InteropServices;
using Inventory.Memory.GoogleCloud.Http;
using Inventory.Memory.Json;

namespace Inventory.Memory.GoogleCloud.Retries;

/// <summary>What one try at a page came to: a step, or a failure.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PageTry(JsonStep Step, ApiError? Error, PageRetries Retries);
