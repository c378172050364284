using System.IO.Compression;
using System.IO.Pipelines;
using Inventory.Memory.GoogleCloud.Emulator.Faults;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>Chooses what a body goes through on its way: nothing, compression, a rate, a fault.</summary>
internal sealed class BodyPipeline(TimeProvider time)
{
    private const int BufferBytes = 64 * 1024;
    private const int LargeHeaderBytes = 128 * 1024;

    public ResponseBody Open(HttpContext context, EmulatorFault? fault)
    {
        var response = context.Response;
        response.ContentType = "application/json; charset=UTF-8";
        response.Headers.Server = "ESF";
        response.Headers.Vary = new StringValues(["Origin", "X-Origin", "Referer"]);
        var gzipFault = fault?.Kind == FaultKind.BrokenGzip;
        var compressed = gzipFault || WantsGzip(context.Request);
        if (compressed)
        {
            response.Headers.ContentEncoding = "gzip";
        }

        if (fault?.Kind == FaultKind.LargeHeaders)
        {
            response.Headers["X-Large"] = new string('x', LargeHeaderBytes);
        }

        var rate = RateOf(context, fault);
        var wireFault = fault?.Kind is FaultKind.Reset or FaultKind.Truncate or FaultKind.Stall;
        var textFault = fault?.Kind is FaultKind.MalformedJson or FaultKind.InvalidUtf8 or FaultKind.CutJson or FaultKind.EndlessBody;
        if (!compressed && rate is null && !wireFault && !textFault)
        {
            return new ResponseBody(response.BodyWriter, null, null);
        }

        var stream = response.Body;
        stream = rate is not null ? new ThrottledStream(stream, rate, time) : stream;
        var cut = wireFault ? new CuttingStream(stream, context, fault!, time) : null;
        stream = cut ?? stream;
        stream = gzipFault ? new CorruptingStream(stream, fault!) : stream;
        stream = compressed ? new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true) : stream;
        stream = textFault ? new CorruptingStream(stream, fault!) : stream;
        var writer = PipeWriter.Create(stream, new StreamPipeWriterOptions(minimumBufferSize: BufferBytes, leaveOpen: true));
        return new ResponseBody(writer, stream, cut);
    }

    /// <summary>A drip is the answer's own; the rate of the options is shared by all answers over one connection.</summary>
    private ByteRate? RateOf(HttpContext context, EmulatorFault? fault) => fault?.Kind == FaultKind.SlowDrip
        ? new ByteRate(fault.BytesPerSecond, time)
        : ByteRate.Of(context.Features.Get<IConnectionItemsFeature>()!.Items);

    /// <summary>Google compresses only for clients that say so twice.</summary>
    private static bool WantsGzip(HttpRequest request) =>
        request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase)
        && request.Headers.UserAgent.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
}
