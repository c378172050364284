using System.Net;
using Inventory.Memory.GoogleCloud.Emulator.Estates;
using Inventory.Memory.GoogleCloud.Emulator.Faults;
using Inventory.Memory.GoogleCloud.Emulator.Json;
using Inventory.Memory.GoogleCloud.Emulator.Platform;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Inventory.Memory.GoogleCloud.Emulator.Http;

/// <summary>Answers requests: finds the list method, checks the query, plays a fault or writes the page.</summary>
internal sealed class EmulatorApplication(
    RouteTable routes, Estate estate, FaultScript faults, Latency latency, BodyPipeline pipeline, RequestCounter counter,
    PlatformEndpoints platform, OrganizationTree? organization)
    : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        try
        {
            if (!IsLoopback(context.Request.Host.Host))
            {
                await FailAsync(context, ForeignHost(context.Request.Host.Host)).ConfigureAwait(false);
                return;
            }

            counter.Count(context.Request.Path.Value ?? "/");
            await latency.WaitAsync(context.Request, context.RequestAborted).ConfigureAwait(false);
            if (!await platform.TryAnswerAsync(context).ConfigureAwait(false))
            {
                await AnswerAsync(context).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone: nobody is left to answer.
        }
        catch (ConnectionCutException)
        {
            context.Abort();
        }
    }

    /// <summary>A page in a browser can have a name of its own lead here; what it then asks for names that host.</summary>
    private static bool IsLoopback(string host) =>
        host is "" or "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static ApiError ForeignHost(string host) =>
        new(421, "foreignHost", $"The emulator answers for localhost and loopback addresses, not for '{(host.Length > 100 ? host[..100] : host)}'.");

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        var isKnown = routes.TryFind(path, out var call);
        var method = call?.Entry.Body is null ? HttpMethods.Get : HttpMethods.Post;
        if (context.Request.Method != method)
        {
            context.Response.Headers.Allow = method;
            var message = $"The method {context.Request.Method} is not allowed here; this is a {method}.";
            await FailAsync(context, new ApiError(405, "httpMethodNotAllowed", message)).ConfigureAwait(false);
            return;
        }

        if (!isKnown)
        {
            await FailAsync(context, ApiError.NotFound(path)).ConfigureAwait(false);
            return;
        }

        var body = call!.Entry.Body is null ? null : await ListBody.ReadAsync(context).ConfigureAwait(false);
        call = ListBody.Complete(ListBody.Complete(call, body), context.Request.Query);
        ResourceList? list = null;
        var error = ListParameters.TryRead(call, context.Request.Query, body, out var parameters)
            ?? organization?.RefuseCaller(context.Request, call.Entry.Service.Host)
            ?? Refuse(call)
            ?? estate.TryOpen(call, out list);
        if (error is not null)
        {
            await FailAsync(context, error).ConfigureAwait(false);
            return;
        }

        await AnswerAsync(context, call, parameters, list!).ConfigureAwait(false);
    }

    /// <summary>A bucket's policy and App Engine's children have no project in their path: who has their parent's name was let in there.</summary>
    private ApiError? Refuse(ListCall call) =>
        call.IsForNode ? organization?.RefuseNode(call.Parent)
        : call.Project.Length == 0 ? null : organization?.Refuse(call.Project, call.Entry.Service.Host);

    private async Task AnswerAsync(HttpContext context, ListCall call, ListParameters parameters, ResourceList list)
    {
        var position = parameters.Position;
        if (position.Index > list.Count)
        {
            await FailAsync(context, ApiError.InvalidPageToken(context.Request.Query[call.Entry.PageTokenParameter ?? "pageToken"]!)).ConfigureAwait(false);
            return;
        }

        var fault = faults.Next(call, position.Page);
        var unreachable = faults.Unreachable(call, position.Page);
        if (fault is null && unreachable.Contains(call.Scope))
        {
            fault = new EmulatorFault { Kind = FaultKind.Status, Message = $"The scope '{call.Scope}' could not be reached." };
        }

        if (fault is not null && await FaultAnswers.TryAnswerAsync(context, fault, FailAsync).ConfigureAwait(false))
        {
            return;
        }

        var body = pipeline.Open(context, fault);
        await using var disposing = body.ConfigureAwait(false);
        var json = new JsonEmitter(new PageWriter(body.Writer), parameters.Pretty);
        await new PageRenderer(call, parameters, list, unreachable, fault, json)
            .WriteAsync(context.RequestAborted)
            .ConfigureAwait(false);
        await body.CompleteAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private async Task FailAsync(HttpContext context, ApiError error)
    {
        context.Response.StatusCode = error.Code;
        var body = pipeline.Open(context, null);
        await using var disposing = body.ConfigureAwait(false);
        var json = new JsonEmitter(new PageWriter(body.Writer), ListParameters.IsPretty(context.Request.Query));
        error.Write(json);
        await json.Output.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        await body.CompleteAsync(context.RequestAborted).ConfigureAwait(false);
    }
}
