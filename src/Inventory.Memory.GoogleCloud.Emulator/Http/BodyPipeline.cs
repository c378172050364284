using System.IO.Compression;
using System.IO.Pipelines;
using Inventory.Memory.GoogleCloud.Emulator.Faults;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>Chooses what a body goes through on its way: nothing, compression, a rate, a fault.</summary>
internal sealed class BodyPipeline(long bytesPerSecond, TimeProvider time)
{
    private const int BufferBytes = 64 * 1024;

    public ResponseBody Open(HttpContext context, EmulatorFault? fault)
    {
        var response = context.Response;
        response.ContentType = "application/json; charset=UTF-8";
        response.Headers.Server = "ESF";
        response.Headers.Vary = new StringValues(["Origin", "X-Origin", "Referer"]);
        var compressed = WantsGzip(context.Request);
        if (compressed)
        {
            response.Headers.ContentEncoding = "gzip";
        }

        var rate = fault?.Kind == FaultKind.SlowDrip ? fault.BytesPerSecond : bytesPerSecond;
        var wireFault = fault?.Kind is FaultKind.Reset or FaultKind.Truncate or FaultKind.Stall;
        var textFault = fault?.Kind is FaultKind.MalformedJson or FaultKind.InvalidUtf8;
        if (!compressed && rate <= 0 && !wireFault && !textFault)
        {
            return new ResponseBody(response.BodyWriter, null, null);
        }

        var stream = response.Body;
        stream = rate > 0 ? new ThrottledStream(stream, rate, time) : stream;
        var cut = wireFault ? new CuttingStream(stream, context, fault!, time) : null;
        stream = cut ?? stream;
        stream = compressed ? new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true) : stream;
        stream = textFault ? new CorruptingStream(stream, fault!) : stream;
        var writer = PipeWriter.Create(stream, new StreamPipeWriterOptions(minimumBufferSize: BufferBytes, leaveOpen: true));
        return new ResponseBody(writer, stream, cut);
    }

    /// <summary>Google compresses only for clients that say so twice.</summary>
    private static bool WantsGzip(HttpRequest request) =>
        request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase)
        && request.Headers.UserAgent.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
}
